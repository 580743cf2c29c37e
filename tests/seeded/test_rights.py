"""R11: nobody without a current right receives or reads. Each seeded bug turns the check red."""

from datetime import timedelta

import pytest

from server import clock
from server.db import tx
from server.edge import guard, replay
from server.models.access import queries
from server.models.access import sessions as session_rows
from server.services.production import leaving


async def nobody_reads_without_a_right(world):
    """Taken off, run out by date, signed out from another device; and an old answer isn't given again."""
    production = f"/api/productions/{world.production}"
    same = {"Callboard-Request": "00000000-0000-4000-8000-00000000beef"}
    body = {"name": "A", "mobile": "1", "title": "", "department_id": world.camera, "on": ["2030-01-01"]}
    assert (await world.bjorn.post(f"{production}/day-players", json=body, headers=same)).status_code == 201
    async with tx() as db:
        session = await db.fetchval("SELECT id FROM session WHERE account_id = $1", world.people["lena"].account_id)
        await db.execute(
            "UPDATE access_grant SET ends_at = $2 WHERE account_id = ANY($1::bigint[])",
            [world.people["lena"].account_id, world.people["bjorn"].account_id], clock.now() + timedelta(minutes=1),
        )  # fmt: skip
    await world.nia.delete(f"{production}/members/{world.people['omar'].member_id}")
    clock.move(timedelta(minutes=2))
    assert (await world.omar.get(production)).status_code == 401
    assert (await world.lena.get(production)).status_code == 404
    assert (await world.bjorn.post(f"{production}/day-players", json=body, headers=same)).status_code == 404
    async with tx() as db:
        assert await session_rows.still_good(db, [session], clock.now()) == {session: set()}


async def test_nobody_reads_without_a_right(world):
    await nobody_reads_without_a_right(world)


def dates_are_ignored(monkeypatch):
    monkeypatch.setattr(queries, "_ACTOR", queries._ACTOR.replace("(g.ends_at IS NULL OR g.ends_at > $2)", "true"))


def sessions_outlive_the_removal(monkeypatch):
    async def nothing(*_, **__): ...

    monkeypatch.setattr(session_rows, "revoke_all", nothing)


def grants_outlive_the_removal(monkeypatch):
    async def nothing(*_, **__): ...

    monkeypatch.setattr(leaving, "keep_grants", nothing)


def stored_answers_are_given_to_anybody(monkeypatch):
    monkeypatch.setattr(replay, "admit", lambda *_: None)


def streams_are_never_asked(monkeypatch):
    async def always(db, session_ids, now):
        return {session: {1} for session in session_ids}

    monkeypatch.setattr(session_rows, "still_good", always)


def the_guard_sleeps(monkeypatch):
    monkeypatch.setattr(guard, "may", lambda *_, **__: None)


@pytest.mark.parametrize(
    "bug",
    [
        dates_are_ignored, sessions_outlive_the_removal, grants_outlive_the_removal, stored_answers_are_given_to_anybody,
        streams_are_never_asked, the_guard_sleeps,
    ],
)  # fmt: skip
async def test_a_seeded_bug_turns_it_red(world, monkeypatch, bug):
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        await nobody_reads_without_a_right(world)
