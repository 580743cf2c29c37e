"""A scan, and the removal of what it names or an import taken back, at the same instant: each way round, each stopped."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from server import clock
from server.db import tx
from server.errors import Conflict
from server.models.gear import custody
from server.models.intake import undo as undo_rows
from server.models.production import removing as part_rows
from server.services.gear.scans import HolderIn
from server.services.intake.imports import Asked, File, import_files
from server.services.intake.undo import undo_import
from server.services.production.removing import remove_part
from tests.services.gear.conftest import holder_of, rows

MANIFEST = """Case,Case name,Department,Item,Serials,Qty,Value,Owner,Due back
LEN-01,Lenses,Camera,Cooke 32,SN1,1,22000,North,2025-05-27
LEN-02,Filters,Camera,ND set,SN2,1,2000,North,2025-05-27
"""


@asynccontextmanager
async def stopped(monkeypatch, module, name, work):
    """`work` under way, held still right after it first called `module.name`; it goes on at the end."""
    reached, onward, real = asyncio.Event(), asyncio.Event(), getattr(module, name)

    async def call(*args):
        answer = await real(*args)
        if not reached.is_set():
            reached.set()
            await onward.wait()
        return answer

    monkeypatch.setattr(module, name, call)
    task = asyncio.create_task(work)
    here = asyncio.create_task(reached.wait())
    await asyncio.wait([task, here], timeout=10, return_when=asyncio.FIRST_COMPLETED)
    try:
        assert reached.is_set(), task
        yield task
    finally:
        here.cancel()
        onward.set()
        await asyncio.wait([task])


async def waiting_for_a_lock():
    async with asyncio.timeout(10):
        while not (await rows("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                              " WHERE NOT l.granted AND a.datname = current_database()"))[0][0]:  # fmt: skip
            await asyncio.sleep(0.01)


def removed(gear, part):
    return remove_part(gear.production, "vehicle", part, by=gear.nia_acts)


@pytest.fixture
async def van(gear):
    """A vehicle that no case lives on: only a scan keeps it."""
    async with tx(gear.production) as db:
        return await db.fetchval(
            "INSERT INTO vehicle (production_id, name) VALUES ($1, 'Van') RETURNING id", gear.production
        )


def into(gear, van):
    """Omar puts CAM-01 into the van."""
    return gear.omar_phone.send(gear.omar_phone.scan(gear.cases[0], HolderIn(kind="vehicle", id=van)))


async def test_the_scan_comes_first(gear, van, monkeypatch):
    async with stopped(monkeypatch, custody, "holders", into(gear, van)) as scanning:
        removing = asyncio.create_task(removed(gear, van))
        await waiting_for_a_lock()
    assert scanning.result().scans[0].outcome == "applied"
    with pytest.raises(Conflict, match="still has 1 case"):
        await removing
    assert await holder_of(gear.cases[0]) == ("vehicle", van)


async def test_the_removal_comes_first_and_holds_up_no_other_scan(gear, van, monkeypatch):
    async with stopped(monkeypatch, part_rows, "uses", removed(gear, van)) as removing:
        scanning = asyncio.create_task(into(gear, van))
        await waiting_for_a_lock()
        async with asyncio.timeout(10):
            other = await gear.lena_phone.send(gear.lena_phone.scan(gear.cases[1], gear.to_lena))
        assert other.scans[0].outcome == "applied"
    removing.result()
    assert [(scan.outcome, scan.why) for scan in (await scanning).scans] == [
        ("parked", "The person, truck or house it went to isn't known here.")
    ]
    assert await holder_of(gear.cases[0]) == ("home", None)


async def imported(gear):
    files = [File("gear.csv", MANIFEST.encode())]
    (report,) = await import_files(gear.production, files, Asked(), by=gear.nia_acts, now=clock.now())
    made = await rows("SELECT id FROM thing WHERE code LIKE 'LEN-%' AND kind = 'case' ORDER BY id")
    return undo_import(gear.production, report.import_id, by=gear.nia_acts, now=clock.now()), [row[0] for row in made]


async def test_a_scan_of_what_an_import_made_comes_before_its_undo(gear, monkeypatch):
    undo, cases = await imported(gear)
    phone = gear.omar_phone
    both = phone.send(*[phone.scan(case, gear.to_omar) for case in reversed(cases)])
    async with stopped(monkeypatch, custody, "lock_states", both) as scanning:
        undoing = asyncio.create_task(undo)
        await waiting_for_a_lock()
    assert {scan.outcome for scan in scanning.result().scans} == {"applied"}
    with pytest.raises(Conflict, match="refers to what this import made"):
        await undoing


async def test_the_undo_comes_before_the_scan(gear, monkeypatch):
    undo, cases = await imported(gear)
    phone = gear.omar_phone
    async with stopped(monkeypatch, undo_rows, "drop", undo) as undoing:
        scanning = asyncio.create_task(phone.send(*[phone.scan(case, gear.to_omar) for case in cases]))
        await waiting_for_a_lock()
    undoing.result()
    assert {scan.outcome for scan in (await scanning).scans} == {"parked"}
    assert await rows("SELECT count(*) FROM vendor") == [(0,)]
