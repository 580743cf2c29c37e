"""The `callboard` command: one file for each group of commands, each registered in `COMMANDS`."""

import click

from server.cli import database, imports, people, serve, up, upkeep

COMMANDS: list[click.Command] = [
    up.up,
    serve.serve,
    serve.worker,
    database.migrate,
    imports.import_,
    people.invite,
    people.token,
    upkeep.backup,
    upkeep.restore,
    upkeep.doctor,
    upkeep.export,
]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="callboard")
def callboard() -> None:
    """Run a shoot with Callboard. `callboard up` is all it takes; the rest reaches the same installation by --data."""


for command in COMMANDS:
    callboard.add_command(command)


def main() -> None:
    callboard(prog_name="callboard")
