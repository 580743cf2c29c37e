"""Piccolo's view of our migrations: hand-written SQL, one file an area, run in order under an advisory lock."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(
    app_name="callboard",
    migrations_folder_path=str(Path(__file__).parent / "steps"),
    table_classes=[],
    migration_dependencies=[],
)
