"""The list of who was erased, in a file beside the backups: whoever restores an older one erases them again.

It holds numbers alone. The database has it too; the file is for the database that is gone.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from server.db import read, tx
from server.errors import Invalid
from server.models.upkeep import erasures
from server.models.upkeep.erasures import Erased
from server.services.upkeep.forget import forget_account, forget_member

FILE = "erased.json"


async def write(folder: Path) -> None:
    """What stands in the folder's list already is kept: it may know of more than this database."""
    async with read() as db:
        here = await erasures.erased(db)
    if here:
        await asyncio.to_thread(_write, folder / FILE, here)


def _write(file: Path, here: list[Erased]) -> None:
    every = _once([*_read(file), *here])
    half = file.with_name(f".{file.name}.half")
    half.write_bytes(msgspec.json.format(msgspec.json.encode(every)))
    half.rename(file)


def read_lists(files: Iterable[Path]) -> list[Erased]:
    """All of them together; one that isn't there is empty. Raises Invalid for one that can't be read."""
    return _once([one for file in files for one in _read(file)])


def _read(file: Path) -> list[Erased]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[Erased])
    except FileNotFoundError:
        return []
    except msgspec.MsgspecError as wrong:
        raise Invalid(f"{file} is no list of who was erased: {wrong}") from wrong


def _once(every: Iterable[Erased]) -> list[Erased]:
    return list({(one.account_id, one.production_id, one.member_id, one.made_at): one for one in every}.values())


async def apply(known: Iterable[Erased], *, now: datetime) -> int:
    """Erase everybody on the list whom this database still knows. How many that were."""
    again = 0
    for one in known:
        async with tx() as db:
            if not await erasures.is_same(db, one):
                continue
            again += await erasures.is_known(db, one)
            if one.account_id is not None:
                await forget_account(db, one.account_id, now=now)
            else:
                await forget_member(db, one.production_id or 0, one.member_id or 0, now=now)
            await erasures.keep_erased(db, one)
    return again
