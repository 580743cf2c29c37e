"""Everybody's copies: made by workers, once each, also when one of them dies; cancelled, handed out, forgotten."""

import asyncio
import io
import zipfile
from datetime import timedelta

import pytest

from server import clock
from server.db import tx
from server.rules.sheets import copies as rule
from server.services.sheets import copy_sets
from tests.paper import sizes_of, words_in
from tests.services.sheets.day import call_of, issue, make_day
from tests.telling import rows, settings_for, until, working


@pytest.fixture
async def day(world):
    made = await make_day(world)
    await issue(world, made, now=clock.now(), at_once=True)
    return made


@pytest.fixture
def at(day):
    return f"/api/productions/{day.production}/days/{day.id}/copies"


async def asked(world, at, **body):
    answer = await world.nia.post(at, json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def made(world, day, found):
    """As a worker's job does it."""
    await copy_sets.make(settings_for(world), day.production, found["id"])
    return await state(world, day)


async def state(world, day):
    return (await world.nia.get(f"/api/productions/{day.production}/days/{day.id}/copies")).json()["sets"][0]


async def files(world, at, found):
    answer = await world.nia.get(f"{at}/{found['id']}/copies.zip")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


async def test_a_worker_makes_one_for_each_and_the_office_fetches_them_in_the_order_of_the_sheet(world, day, at):
    found = await asked(world, at)
    assert (found["state"], found["total"], found["made"]) == ("making", 4, 0)
    assert (await world.nia.get(f"{at}/{found['id']}/copies.zip")).json()["code"] == "not_made"
    async with working(settings_for(world)):
        await until(lambda: rows("SELECT 1 FROM copy_set WHERE done_at IS NOT NULL"))
    packed = await files(world, at, found)
    names = [name[4:-4] for name in packed]
    assert sorted(names) == ["Bjorn", "Lena", "Nia", "Omar"]
    order = await rows("SELECT m.name FROM personal_copy c JOIN member m ON m.id = c.member_id ORDER BY c.sort")
    assert names == [name for (name,) in order]
    for name, pdf in packed.items():
        assert f"Copy of {name[4:-4]}" in words_in(pdf)


async def test_two_at_once_make_each_copy_once_and_end_it_once(world, day, at, monkeypatch):
    made_of = []
    real = copy_sets.words_for
    monkeypatch.setattr(
        copy_sets, "words_for", lambda shared, reader: made_of.append(reader.name) or real(shared, reader)
    )
    found = await asked(world, at)
    await asyncio.gather(*(made(world, day, found) for _ in range(3)))
    assert sorted(made_of) == ["Bjorn", "Lena", "Nia", "Omar"]
    assert await rows("SELECT count(*) FROM fact WHERE kind = 'copies_made'") == [(1,)]
    await made(world, day, found)
    assert await rows("SELECT count(*) FROM fact WHERE kind = 'copies_made'") == [(1,)]


async def test_a_worker_killed_with_copies_in_hand_loses_none(world, day, at, monkeypatch):
    """It made one, had the second in hand, and is gone; the next worker ends the set once its lease is over."""

    async def dies(*_):
        raise asyncio.CancelledError

    found = await asked(world, at)
    real, done = copy_sets._make_one, []

    async def first_only(shared, set_id, due):
        if done:
            await dies()
        done.append(due.name)
        await real(shared, set_id, due)

    monkeypatch.setattr(copy_sets, "_make_one", first_only)
    with pytest.raises(asyncio.CancelledError):
        await made(world, day, found)
    monkeypatch.setattr(copy_sets, "_make_one", real)
    assert (await state(world, day))["made"] == 1
    clock.move(rule.LEASE - timedelta(seconds=1))  # still in the dead one's hands: the others are made meanwhile
    other = asyncio.create_task(copy_sets.make(settings_for(world), day.production, found["id"]))
    await until(lambda: rows("SELECT 1 FROM personal_copy WHERE state = 'made' HAVING count(*) = 3"))
    await asyncio.wait_for(other, 20)
    now = await state(world, day)
    assert (now["state"], now["made"], now["failed"]) == ("done", 4, [])


async def test_what_its_former_worker_still_writes_is_not_taken(world, day, at):
    found = await asked(world, at)
    ids = day.production, found["id"]
    now = clock.now()
    async with tx() as db:
        first = await copy_sets.rows.claim(db, *ids, now=now, until=now + rule.LEASE)
        later = now + rule.LEASE
        again = await copy_sets.rows.claim(db, *ids, now=later, until=later + rule.LEASE)
        assert first.member_id == again.member_id
        late = {"tries": first.tries, "pdf": b"late", "made_for": b"x"}
        assert not await copy_sets.rows.keep(db, *ids, first.member_id, **late)
        assert await copy_sets.rows.keep(db, *ids, first.member_id, tries=again.tries, pdf=b"mine", made_for=b"x")


async def test_one_that_cant_be_made_is_named_and_tried_again_when_asked(world, day, at, monkeypatch):
    real, broken = copy_sets.words_for, []

    def breaks(shared, reader):
        if reader.name == "Omar":
            broken.append(1)
            raise RuntimeError("typst")
        return real(shared, reader)

    monkeypatch.setattr(copy_sets, "words_for", breaks)
    now = await made(world, day, await asked(world, at))
    assert (now["state"], now["made"], now["failed"], len(broken)) == ("done", 3, ["Omar"], rule.MOST_TRIES)
    monkeypatch.setattr(copy_sets, "words_for", real)
    again = await asked(world, at)
    assert (again["id"], again["state"]) == (now["id"], "making")
    assert (await made(world, day, again))["made"] == 4


async def test_asked_twice_it_is_one_set_and_half_size_is_another(world, day, at):
    first, again, half = await asked(world, at), await asked(world, at), await asked(world, at, half=True)
    assert first["id"] == again["id"] != half["id"]
    await made(world, day, half)
    assert (await rows("SELECT count(*) FROM pgqueuer")) == [(2 * copy_sets.HANDS,)]
    omar = next(pdf for name, pdf in (await files(world, at, half)).items() if "Omar" in name)
    assert sizes_of(omar)[0] == (396, 612)


async def test_cancelled_it_makes_no_more_and_what_was_made_goes(world, day, at):
    found = await asked(world, at)
    answer = await world.nia.post(f"{at}/{found['id']}/cancel")
    assert answer.json()["state"] == "cancelled"
    await copy_sets.make(settings_for(world), day.production, found["id"])
    assert await rows("SELECT count(*) FROM personal_copy") == [(0,)]
    assert (await asked(world, at))["id"] != found["id"]


async def test_an_old_version_says_so_and_the_new_one_is_made_anew(world, day, at):
    first = await made(world, day, await asked(world, at))
    assert not first["old"]
    await call_of(world, day, "omar", 300)
    await issue(world, day, now=clock.now(), at_once=True)
    clock.move(timedelta(seconds=1))
    assert (await state(world, day))["old"]
    assert (await asked(world, at))["id"] != first["id"]


async def test_ones_own_copy_lies_ready_until_a_number_changes(world, day, at, monkeypatch):
    found = await made(world, day, await asked(world, at))
    own = f"/api/productions/{day.production}/days/{day.id}/sheet.pdf"
    ready = next(pdf for name, pdf in (await files(world, at, found)).items() if "Omar" in name)

    async def slow(_):
        return b"%PDF anew"

    monkeypatch.setattr("server.services.sheets.copies.sheet_pdf", slow)
    assert (await world.omar.get(own)).content == ready
    assert (await world.lena.get(own)).content == b"%PDF anew"  # a head reads numbers of hers: not what all read
    async with tx() as db:
        await db.execute("UPDATE production SET contacts_revision = contacts_revision + 1")
    assert (await world.omar.get(own)).content == b"%PDF anew"


async def test_files_go_after_their_term(world, day, at):
    found = await made(world, day, await asked(world, at))
    clock.move(rule.KEPT)
    assert (await world.nia.get(f"{at}/{found['id']}/copies.zip")).status_code == 404
    await copy_sets.forget(now=clock.now())
    assert await rows("SELECT (SELECT count(*) FROM copy_set) + (SELECT count(*) FROM personal_copy)") == [(0,)]


async def test_a_production_keeps_no_more_than_six_sets(world, day, at):
    for n in range(rule.MOST_SETS + 2):
        await call_of(world, day, "omar", 300 + n)
        await issue(world, day, now=clock.now(), at_once=True)
        clock.move(timedelta(seconds=1))
        await asked(world, at)
    assert await rows("SELECT count(*) FROM copy_set") == [(rule.MOST_SETS,)]


async def test_only_who_prepares_the_sheet_prints_it_for_all_and_theo_finds_nothing(world, day, at):
    found = await made(world, day, await asked(world, at))
    for path in (at, f"{at}/{found['id']}/copies.zip"):
        assert (await world.omar.get(path)).status_code == 403
        assert (await world.lena.get(path)).status_code == 403
        assert (await world.theo.get(path)).status_code == 404
        assert (await world.stranger.get(path)).status_code == 401
    assert (await world.omar.post(at, json={})).status_code == 403
    assert (await world.theo.post(at, json={})).status_code == 404


async def test_nothing_out_nothing_to_print(world):
    made_day = await make_day(world)
    at = f"/api/productions/{made_day.production}/days/{made_day.id}/copies"
    assert (await world.nia.get(at)).json() == {
        "number": 0,
        "colour": "",
        "people": 0,
        "paper": "us-letter",
        "sets": [],
    }
    assert (await world.nia.post(at, json={})).json()["code"] == "not_issued"
