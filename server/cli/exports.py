"""`callboard export`: a production as open files, whether its `up` runs or not."""

from pathlib import Path

import click

from server import clock
from server.cli.place import data_option, show
from server.cli.there import command
from server.services.intake.exports import export_here, found
from server.services.upkeep.export import export as export_tables
from server.settings import Settings


@click.command()
@data_option
@click.option("--production", metavar="NAME", required=True, help="Its name or number.")
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["csv", "uss"]),
    default="csv",
    show_default=True,
    help="csv: a folder with one file a table. uss: the schedule, as Universal Schedule Standard.",
)
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The folder or the file to write.")
@click.option("--overwrite", is_flag=True, help="Write over what is there.")
@click.option("--json", "as_json", is_flag=True)
@command
async def export(_: Settings, *, production: str, as_format: str, output: Path, overwrite: bool, as_json: bool) -> None:
    """Write a production out: everything as CSV, without codes and keys, or its schedule as USS."""
    _refuse_there(output, overwrite=overwrite)
    if as_format == "uss":
        made = await export_here(production, now=clock.now())
        _write(output, made.data)
        written, said = {output.name: len(made.data)}, f"The schedule of {made.name} in {output}"
    else:
        written = await export_tables(await found(production), output)
        said = f"{sum(written.values())} rows in {len(written) + 1} files in {output}"
    if as_json:
        show(written)
    else:
        print(said)


def _refuse_there(output: Path, *, overwrite: bool) -> None:
    there = any(output.iterdir()) if output.is_dir() else output.exists()
    if there and not overwrite:
        raise click.ClickException(f"{output} is there already. Name another, or say --overwrite.")


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
