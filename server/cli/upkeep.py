"""`callboard backup`, `restore` and `doctor`."""

import asyncio
import sys
from pathlib import Path

import click

from server import clock
from server.adapters import authority
from server.cli.place import data_option, meant, plainly, show
from server.cli.there import at, command
from server.services.upkeep import backup as backups
from server.services.upkeep import doctor as doctors
from server.settings import Settings

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@data_option
@click.argument("folder", type=FOLDER)
@command
async def backup(settings: Settings, *, folder: Path) -> None:
    """Write database, keys and files to a new folder in FOLDER, while everything runs."""
    place = await backups.backup(settings, folder, pgbin=settings.pgbin, now=clock.now())
    print(place)
    if settings.files_url:
        print(f"Files lie in {settings.files_url} and aren't in it: keep versions there.", file=sys.stderr)


@click.command()
@data_option
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--erased", "lists", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who was erased since, beside the list that lies with the backups: the lost folder's erased.json.",
)  # fmt: skip
def restore(data: Path | None, folder: Path, lists: tuple[Path, ...]) -> None:
    """Put the backup in FOLDER into a new --data folder (or an empty DATABASE_URL)."""

    async def there() -> None:
        backups.check(folder)
        backups.refuse_kept(meant(data).data)  # before a database is started for nothing
        async with at(data, migrated=False) as settings:
            manifest, again = await backups.restore(
                settings, folder, pgbin=settings.pgbin, lists=lists, now=clock.now()
            )
            print(f"Restored what was there on {manifest.made_at:%d %b %Y %H:%M} UTC to {settings.data}.")
            if again:
                print(f"Erased again {again} who had asked for it since.")

    plainly(lambda: asyncio.run(there()))


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True)
@command
async def doctor(settings: Settings, *, as_json: bool) -> None:
    """Look at everything it stands on: what is wrong, and how to mend it. Exit code 1 if anything is."""
    found = await doctors.examine(settings, now=clock.now())
    if as_json:
        show(found)
    else:
        for each in found:
            print(f"{'!' if each.mend else ' '} {each.what:18} {each.said}")
            if each.mend:
                print(f"  {'':18} {each.mend}")
        root = authority.root_of(settings.data)
        if root.exists():
            print(f"  our root's fingerprint: {authority.fingerprint(root)}")
    if any(each.mend for each in found):
        raise SystemExit(1)
