"""A backup while everything runs, and the way back: database, keys, certificates and files in one folder.

The database is dumped first and files are copied after it: a file is written before the row that names it, so the
copy holds every file that the dump knows.
"""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from server.adapters import dump
from server.db import read
from server.errors import Conflict, Invalid
from server.migrate import migrate
from server.models.upkeep import whole
from server.postgres import Programs
from server.services.upkeep import erased
from server.settings import Settings
from server.steps import applied, steps

FOLDERS = ("keys", "tls", "files")
ARCHIVE = "database.dump"


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds. `files`: path in the backup → SHA-256. `rows`: at the time of the dump, roughly."""

    made_at: datetime
    steps: list[str]
    rows: dict[str, int]
    files: dict[str, str]
    files_elsewhere: str = ""


async def backup(settings: Settings, into: Path, *, pgbin: Path | None, now: datetime) -> Path:
    """A new folder in `into`, complete when it has its name; readable by its owner alone, since it holds the keys."""
    async with read() as db:
        major = await db.fetchval("SELECT current_setting('server_version_num')::int / 10000")
        rows = await whole.counts(db)
        there = await applied(db)
    programs = dump.programs_for(settings.database_url, major, pgbin)
    place = into / f"callboard-{now:%Y%m%d-%H%M%S}"
    half = place.with_name(f".{place.name}.half")
    await asyncio.to_thread(_copy, settings, half, programs)
    manifest = Manifest(
        made_at=now,
        steps=there,
        rows=rows,
        files={str(file.relative_to(half)): _digest(file) for file in _files(half)},
        files_elsewhere=settings.files_url,
    )
    (half / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    half.rename(place)
    await erased.write(into)
    return place


def _copy(settings: Settings, half: Path, programs: Programs) -> None:
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    dump.dump(settings.database_url, half / ARCHIVE, programs, empty=whole.VOLATILE)
    for name in FOLDERS:
        if (settings.data / name).exists():
            shutil.copytree(settings.data / name, half / name)


async def restore(
    settings: Settings, source: Path, *, pgbin: Path | None, lists: Sequence[Path], now: datetime
) -> tuple[Manifest, int]:
    """Put a backup into an installation that has nothing yet, and bring it to this release's schema.

    `lists`: of who was erased, beside the one that lies with the backups; whom the backup still knows is erased again.
    Returns how many were.
    Raises Invalid for a backup that is damaged or from a later release, Conflict where something is there already.
    """
    manifest = check(source)
    refuse_kept(settings.data)
    async with read() as db:
        major = await db.fetchval("SELECT current_setting('server_version_num')::int / 10000")
        if await whole.tables(db):
            raise Conflict(
                "This database isn't empty.", next_step="Restore into a new --data folder or an empty database."
            )
    programs = dump.programs_for(settings.database_url, major, pgbin)
    await asyncio.to_thread(dump.restore, settings.database_url, source / ARCHIVE, programs)
    for name in FOLDERS:
        if (source / name).exists():
            await asyncio.to_thread(shutil.copytree, source / name, settings.data / name)
    await migrate()
    known = erased.read_lists([source.parent / erased.FILE, *lists])
    again = await erased.apply(known, now=now)
    if known:
        await erased.write(settings.data)
    return manifest, again


def refuse_kept(data: Path) -> None:
    """Raises Conflict where an installation's keys, certificates or files lie already."""
    there = [name for name in FOLDERS if (data / name).exists()]
    if there:
        raise Conflict(f"{data} has {', '.join(there)} already.", next_step="Restore into a new --data folder.")


def check(source: Path) -> Manifest:
    """The manifest of a backup whose every file is what it was. Raises Invalid naming what isn't."""
    try:
        manifest = msgspec.json.decode((source / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as wrong:
        raise Invalid(f"{source} is no complete backup: {wrong}") from wrong
    for name, digest in manifest.files.items():
        if not (source / name).is_file() or _digest(source / name) != digest:
            raise Invalid(f"{source / name} is missing or damaged.", next_step="Take another backup.")
    later = sorted(set(manifest.steps) - set(steps()))
    if later:
        raise Invalid(f"This backup is from a later release ({', '.join(later)}).", next_step="Update Callboard first.")
    return manifest


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        whole_sum = sha256()
        while chunk := content.read(1 << 20):
            whole_sum.update(chunk)
    return whole_sum.hexdigest()
