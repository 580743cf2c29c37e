"""The `callboard` command: one file for each group of commands, each named in `COMMANDS`."""

import importlib

import click

COMMANDS = {
    "up": "up.up",
    "serve": "serve.serve",
    "worker": "worker.worker",
    "migrate": "database.migrate",
    "import": "imports.import_",
    "invite": "people.invite",
    "token": "people.token",
    "backup": "upkeep.backup",
    "restore": "upkeep.restore",
    "doctor": "upkeep.doctor",
    "export": "exports.export",
}
"""The command: its file in this folder and its name there."""


class _WhenAsked(click.Group):
    """Imports only the command that is meant: all of them together take seconds on a small machine."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        if cmd_name not in COMMANDS:
            return None
        file, name = COMMANDS[cmd_name].split(".")
        command: click.Command = getattr(importlib.import_module(f"server.cli.{file}"), name)
        return command


@click.group(cls=_WhenAsked, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="callboard")
def callboard() -> None:
    """Run a shoot with Callboard. `callboard up` is all it takes; the rest reaches the same installation by --data."""


def main() -> None:
    callboard(prog_name="callboard")
