"""Gear through its doors: the list, the scans, the label that a camera opens."""

import asyncio
import contextvars
import re
from uuid import uuid4

import pytest

from server import clock
from server.db import tx
from server.models.gear import things
from server.rules.gear.labels import LABELS, MARGIN, Paper, Size, layout
from server.services.gear.things import ThingWrite, make_things
from tests.paper import codes_in, drawn
from tests.queries import counted


@pytest.fixture
async def cases(world):
    async with tx(world.production) as db:
        made = await make_things(
            db, world.production,
            [ThingWrite(kind="case", name=f"Matte Boxes & Filters #{n}", code=f"CAM-{n:02d}", department_id=world.camera) for n in range(1, 26)],
            now=clock.now(),
        )  # fmt: skip
        rows = await db.fetch("SELECT thing_id, code FROM label")
    world.codes = {row[0]: row[1] for row in rows}
    return made


def scan(world, thing, **more):
    return {
        "id": str(uuid4()), "thing_id": thing, "move": "take", "seq": 1, "ms": 1_700_000_000_000,
        "holder": {"kind": "member", "id": world.people["omar"].member_id}, "device_at": "2025-04-10T12:00:00Z", **more,
    }  # fmt: skip


async def test_a_batch_is_recorded_and_the_list_shows_it(world, cases):
    url = f"/api/productions/{world.production}"
    answer = await world.omar.post(f"{url}/scans", json={"device": str(uuid4()), "scans": [scan(world, cases[0])]})
    assert (answer.status_code, answer.json()["scans"][0]["outcome"]) == (200, "applied")
    listed = await world.omar.get(f"{url}/gear")
    assert listed.json()["things"][0]["standing"] == "out"
    again = await world.omar.get(f"{url}/gear", headers={"If-None-Match": listed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_batch_is_bounded(world, cases):
    url = f"/api/productions/{world.production}/scans"
    many = [scan(world, cases[0], seq=n) for n in range(1, 102)]
    assert (await world.omar.post(url, json={"device": str(uuid4()), "scans": many})).status_code == 400
    assert (await world.omar.post(url, json={"device": str(uuid4()), "scans": []})).status_code == 400
    wild = scan(world, cases[0], ms=2**60)
    assert (await world.omar.post(url, json={"device": str(uuid4()), "scans": [wild]})).status_code == 400


async def test_one_page_for_unknown_revoked_and_real_codes(world, cases):
    real, revoked = world.codes[cases[0]], world.codes[cases[1]]
    async with tx(world.production) as db:
        await db.execute("UPDATE label SET revoked_at = now() WHERE code = $1", revoked)
    pages = [await client.get(f"/{g}/{code}") for client in (world.stranger, world.theo)
             for g in "Gg" for code in (real, revoked, "0123456789", real.lower(), "nonsense")]  # fmt: skip
    assert {page.status_code for page in pages} == {200}
    assert len({page.content for page in pages}) == 1
    assert not re.search("CAM|Camera|Harbour|Matte", pages[0].text)
    assert len({tuple(sorted(page.headers.items())) for page in pages}) == 1


async def test_a_strangers_page_is_the_same_work_for_every_code(world, cases):
    """No clock is asked: the same statements, so nothing but chance can differ."""
    done = []
    for code in (world.codes[cases[0]], "0123456789", "nonsense"):
        with counted() as sent:
            await world.stranger.get(f"/G/{code}")
        done.append(tuple(sent))
    assert len(set(done)) == 1
    assert done[0]


async def test_what_a_stranger_tells_reaches_the_office_and_nothing_comes_back(world, cases):
    real, told = world.codes[cases[0]], {"where": "By the gate on Pine Lake Road", "phone": "", "lat": "", "lng": ""}
    answers = [await world.stranger.post(f"/G/{code}", data=told) for code in (real, "0123456789", "")]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].content == answers[1].content
    found = (await world.nia.get(f"/api/productions/{world.production}/gear/found")).json()["reports"]
    assert [(each["thing_id"], each["where"]) for each in found] == [(cases[0], "By the gate on Pine Lake Road")]
    async with tx(world.production) as db:
        assert await db.fetchval("SELECT count(*) FROM task WHERE kind = 'found' AND settled_at IS NULL") == 1
    done = await world.nia.post(f"/api/productions/{world.production}/gear/things/{cases[0]}/found/settle")
    assert done.status_code == 204
    assert (await world.omar.get(f"/api/productions/{world.production}/gear/found")).status_code == 403


async def test_a_stranger_tells_a_few_times_an_hour(world, cases):
    codes = [world.codes[case] for case in cases[:11]]
    answers = [await world.stranger.post(f"/G/{code}", data={"where": "here"}) for code in codes]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert (await world.stranger.post("/G/0123456789", data={"where": ""})).status_code == 400


async def test_a_new_label_ends_the_old_one(world, cases):
    url = f"/api/productions/{world.production}/gear"
    old = world.codes[cases[0]]
    new = (await world.nia.post(f"{url}/things/{cases[0]}/relabel")).json()["code"]
    assert (await world.nia.get(f"{url}/codes/{old}")).json()["replaced"]
    assert not (await world.nia.get(f"{url}/codes/{new}")).json()["replaced"]
    assert (await world.nia.get(f"{url}/labels/{old}/qr")).status_code == 404
    assert b"<path" in (await world.nia.get(f"{url}/labels/{new}/qr")).content
    assert (await world.omar.post(f"{url}/things/{cases[0]}/relabel")).status_code == 403


def read_labels(pdf, folder, size, paper):
    """What stands in each label of the PDF, drawn at 300 dpi as a printer would; one label in view at a time."""
    grid, label, crops = layout(size, paper), LABELS[size], []
    for page in drawn(pdf, 300):
        for n in range(grid.a_page):
            left, top = MARGIN + n % grid.columns * label.width, MARGIN + n // grid.columns * label.height
            box = [round(mm / 25.4 * 300) for mm in (left, top, left + label.width, top + label.height)]
            crops.append(page.crop(box))
    return codes_in(crops, folder)


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("paper", list(Paper))
async def test_every_label_of_a_printed_sheet_can_be_read(world, cases, tmp_path, size, paper):
    """By another decoder than ours."""
    answer = await world.nia.get(f"/api/productions/{world.production}/gear/labels.pdf?size={size}&paper={paper}")
    assert answer.headers["content-type"] == "application/pdf"
    assert b"/Subtype /Image" not in answer.content, "vector only"
    read = await asyncio.to_thread(read_labels, answer.content, tmp_path, size, paper)
    assert sorted(read) == sorted(f"HTTPS://TEST/G/{code}" for code in world.codes.values())


async def test_whatever_is_written_after_g_a_stranger_sees_one_page(world, cases):
    """Torn, mistyped, too long, another production's: nobody learns from the answer whether it is a code."""
    real = world.codes[cases[0]]
    written = [real, real.lower(), f"{real[:5]}-{real[5:]}", "0123456789", "x", "A" * 61, "A" * 900, "%F0%9F%8E%AC",
               "%00", "<b>", f"{real}0", "", f"{real}/x", f"{real}%2F"]  # fmt: skip
    for client in (world.stranger, world.theo):
        pages = [await client.get(f"/{g}/{code}") for g in "Gg" for code in written]
        assert {page.status_code for page in pages} == {200}, [page.status_code for page in pages]
        pages += [await client.get(f"/{g}") for g in "Gg"]
        assert len({(page.status_code, page.content) for page in pages}) == 1


async def test_whoever_is_on_its_production_lands_on_the_case_however_it_is_typed(world, cases):
    real = world.codes[cases[0]]
    for code in (
        real,
        real.lower(),
        f"{real[:5]}-{real[5:]}",
        f"{real[:5]}%20{real[5:]}",
        real.replace("1", "l").replace("0", "o"),
    ):
        for g in "Gg":
            page = await world.omar.get(f"/{g}/{code}")
            assert (page.status_code, page.headers["location"]) == (302, f"/gear/{real}"), code


async def test_the_list_is_of_one_instant(world, cases, monkeypatch):
    """Between its two statements somebody else's change is committed: half of it must not show."""
    every = things.every

    async def renamed():
        async with tx(world.production) as db:
            await db.execute("UPDATE department SET name = 'Lenses' WHERE id = $1", world.camera)

    async def then_renamed(*asked):
        found = await every(*asked)
        await asyncio.create_task(renamed(), context=contextvars.Context())
        return found

    monkeypatch.setattr(things, "every", then_renamed)
    url = f"/api/productions/{world.production}/gear"
    assert "Lenses" not in (await world.nia.get(url)).text
    monkeypatch.undo()
    assert "Lenses" in (await world.nia.get(url)).text
