"""A step that runs the SQL file of its own name. A new step must let the previous release go on running."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.db import ENGINE

_SQL = Path(__file__).parent / "sql"


def manager(step: str) -> MigrationManager:
    """The manager of one step: `sql/<step>.sql`, sent as one script inside the migration's transaction."""
    script = (_SQL / f"{step}.sql").read_text(encoding="utf-8")

    async def run() -> None:
        transaction = ENGINE.current_transaction.get()
        if transaction is None:
            raise RuntimeError("migrations run through server.migrate")
        await transaction.connection.execute(script)

    step_manager = MigrationManager(migration_id=step, app_name="callboard", description="", wrap_in_transaction=False)
    step_manager.add_raw(run)
    return step_manager
