"""What an import promises: nobody is made one with another, no eighth is lost, nothing is taken away, nobody hears of it.
Checked on a schedule and a list that come twice; and for each a seeded bug that turns the check red.
"""

import json

import pytest

from server import clock
from server.models.intake import schedule as paper_rows
from server.rules.production import people_found
from server.rules.schedule import uss
from server.services.intake import imports
from server.services.intake.imports import Asked, File, import_files
from tests.actors import actor
from tests.telling import rows

HEAD = "Department,Position,Name,Cell,E-mail\n"
BO = "Grip,Key Grip,Bo Eze,(212) 555-0101,bo@example.test\n"
DI = "Grip,Grip,Di Fox,(212) 555-0101,di@example.test\n"
"""Shares Bo's number: a couple, or a slip."""
PAGES = (0.125, 0.875, 2.625, 1.0)


def schedule(pages):
    scenes = [{"id": f"s{n}", "scene": str(n), "type": "scene", "pages": each} for n, each in enumerate(pages)]
    return json.dumps({"universalScheduleStandard": {"project": "Harbour Lights", "breakdowns": scenes}})


async def twice(world):
    """The list and the schedule; a week later Di and scene 3 aren't on them any more."""
    for files in (
        {"a.uss": schedule(PAGES), "a.csv": HEAD + BO + DI},
        {"b.uss": schedule(PAGES[:3]), "b.csv": HEAD + BO},
    ):
        given = [File(name, text.encode()) for name, text in files.items()]
        await import_files(world.production, given, Asked(), by=actor(world, "nia"), now=clock.now())


async def kept_apart(world):
    """Two people who share a number stay two."""
    names = await rows("SELECT name FROM member WHERE mobile = '+12125550101' ORDER BY name")
    assert names == [("Bo Eze",), ("Di Fox",)]


async def to_the_eighth(world):
    found = await rows("SELECT eighths FROM scene WHERE production_id = $1 ORDER BY number", world.production)
    assert found == [(1,), (7,), (21,), (8,)]


async def nothing_taken_away(world):
    """What isn't on the paper any more stays until a person takes it off."""
    assert await rows("SELECT removed_at FROM member WHERE name = 'Di Fox'") == [(None,)]
    assert await rows("SELECT omitted FROM scene WHERE production_id = $1 AND number = '3'", world.production) == [
        (False,)
    ]


async def nobody_contacted(world):
    for table in ("notice", "telling", "captured_mail", "pgqueuer", "invite"):
        assert await rows(f"SELECT 1 FROM {table}") == [], table


PROMISES = (kept_apart, to_the_eighth, nothing_taken_away, nobody_contacted)


async def test_two_imports_keep_what_they_promise(world):
    await twice(world)
    for promise in PROMISES:
        await promise(world)


def _a_number_is_a_person(monkeypatch):
    """People are known by their number too."""
    same = people_found._same_person

    def by_number(entry, by_address, by_name, country, remarks):
        for known in by_name.values():
            for one in known:
                if entry.contacts.mobile and entry.contacts.mobile == one[0].contacts.mobile:
                    return one
        return same(entry, by_address, by_name, country, remarks)

    monkeypatch.setattr(people_found, "_same_person", by_number)


def _pages_are_rounded(monkeypatch):
    """Eighths are reckoned from whole pages."""
    read = uss._Reader.eighths
    monkeypatch.setattr(uss._Reader, "eighths", lambda *args: round(read(*args) / 8) * 8)


def _what_is_gone_is_deleted(monkeypatch):
    """A row that left the paper leaves the production."""
    named = paper_rows.named

    async def deleting(db, production_id, table, ids):
        if table == "member":
            await db.execute("UPDATE member SET removed_at = now() WHERE id = ANY($1::bigint[])", list(ids))
        return await named(db, production_id, table, ids)

    monkeypatch.setattr(paper_rows, "named", deleting)


def _who_is_new_is_mailed(monkeypatch):
    """An import invites at once."""
    take = imports.take_people

    async def inviting(run, found):
        await take(run, found)
        run.db.enqueue("mail_invite", {"production_id": run.id, "invite_id": 1})

    monkeypatch.setattr(imports, "take_people", inviting)


@pytest.mark.parametrize(
    ("promise", "bug"),
    [
        (kept_apart, _a_number_is_a_person), (to_the_eighth, _pages_are_rounded),
        (nothing_taken_away, _what_is_gone_is_deleted), (nobody_contacted, _who_is_new_is_mailed),
    ],
    ids=lambda one: one.__name__.strip("_"),
)  # fmt: skip
async def test_a_seeded_bug_turns_it_red(world, monkeypatch, promise, bug):
    bug(monkeypatch)
    await twice(world)
    with pytest.raises(AssertionError):
        await promise(world)
