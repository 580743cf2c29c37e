"""The personal link: shows one person their day, takes Got it, prints; dated, revocable, and a GET proves nothing."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from server import clock
from server.db import read, tx
from server.models.notify.tellings import ClaimedRow
from server.services.sheets import link
from server.services.sheets.letter import letter
from server.settings import Settings
from tests.actors import actor
from tests.services.sheets.day import EVENING, ON, call_of, edit, general_call, issue, knows, make_day, notices

OUT = EVENING + timedelta(minutes=1)


@pytest.fixture
async def day(world):
    made = await make_day(world)
    await issue(world, made)
    clock.move(OUT - clock.now())
    return made


async def a_link(world, day, name="omar") -> str:
    held = await own_day(world, day, name)
    async with tx(day.production) as db:
        return (await link.make_link(db, day.production, world.people[name].member_id, held, clock.now()))[0]


async def own_day(world, day, name):
    async with read() as db:
        payload = await db.fetchval(
            "SELECT payload::text FROM notice WHERE subject_id = $1 AND member_id = $2 ORDER BY rank DESC LIMIT 1",
            day.id, world.people[name].member_id,
        )  # fmt: skip
    return msgspec.json.decode(payload, type=link.PushDay)


async def state_of(world, day, name="omar"):
    async with read() as db:
        return await db.fetchval(
            "SELECT state FROM notice WHERE subject_id = $1 AND member_id = $2 ORDER BY rank DESC LIMIT 1",
            day.id, world.people[name].member_id,
        )  # fmt: skip


async def test_the_page_shows_the_call_first_without_signing_in(world, day):
    answer = await world.stranger.get(f"/p/{await a_link(world, day)}")
    assert answer.status_code == 200
    assert '<div class="hero">06:42</div>' in answer.text
    assert "White".upper() in answer.text
    assert answer.headers["x-robots-tag"].startswith("noindex")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text


async def test_reading_it_proves_nothing_and_got_it_proves_it(world, day):
    token = await a_link(world, day)
    await world.stranger.get(f"/p/{token}")
    assert await state_of(world, day) == "held"
    answer = await world.stranger.post(f"/p/{token}/got-it", content=b"")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{token}")
    assert await state_of(world, day) == "confirmed"
    async with read() as db:
        ledger = await db.fetch("SELECT state, channel FROM receipt WHERE state = 'confirmed'")
    assert [tuple(row) for row in ledger] == [("confirmed", "link")]
    assert "You said Got it" in (await world.stranger.get(f"/p/{token}")).text


async def test_got_it_by_somebody_with_a_session_works_too(world, day):
    token = await a_link(world, day)
    answer = await world.omar.post(
        f"/p/{token}/got-it", content=b"", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 303


async def test_a_revoked_an_unknown_and_an_old_link_look_alike(world, day):
    token = await a_link(world, day)
    await link.revoke_links(
        day.production, world.people["omar"].member_id, day.id, by=actor(world, "bjorn"), now=clock.now()
    )
    revoked = await world.stranger.get(f"/p/{token}")
    unknown = await world.stranger.get("/p/" + "x" * 32)
    fresh = await a_link(world, day)
    clock.move(timedelta(days=4))
    old = await world.stranger.get(f"/p/{fresh}")
    assert {each.status_code for each in (revoked, unknown, old)} == {404}
    assert len({each.text for each in (revoked, unknown, old)}) == 1


async def test_a_link_of_somebody_who_left_is_dead(world, day):
    token = await a_link(world, day)
    async with tx() as db:
        await db.execute("UPDATE member SET removed_at = $2 WHERE id = $1", world.people["omar"].member_id, clock.now())
    assert (await world.stranger.get(f"/p/{token}")).status_code == 404
    assert (await world.stranger.get(f"/p/{token}/sheet.pdf")).status_code == 404
    assert (await world.stranger.post(f"/p/{token}/got-it", content=b"")).status_code == 404


async def test_every_word_on_it_is_escaped(world):
    evil = '<script>alert(1)</script>"><img src=x>'
    made = await make_day(world)
    async with tx() as db:
        await db.execute("UPDATE member SET name = $1 WHERE name = 'Omar'", evil)
        await db.execute("UPDATE place SET name = $1, address = $1 WHERE name = 'Base_Camp'", evil)
        await db.execute("UPDATE production SET office_phone = $1", '"><script>')
    await issue(world, made, reason=evil)
    clock.move(OUT - clock.now())
    text = (await world.stranger.get(f"/p/{await a_link(world, made)}")).text
    assert "<script>" not in text
    assert "<img" not in text


async def test_a_call_after_midnight_in_another_zone_has_its_own_date(world):
    made = await make_day(world, general=1_530)
    await edit(made, "UPDATE shooting_day SET zone = 'Europe/London' WHERE production_id = $1 AND id = $2")
    await issue(world, made)
    assert (await notices(world, made))["omar"] == "Your call Fri 12 Apr: 01:30 the morning after"
    token = await a_link(world, made)
    clock.move(datetime(2030, 4, 12, 20, tzinfo=UTC) - clock.now())  # 21:00 in London
    text = (await world.stranger.get(f"/p/{token}")).text
    assert '<span class="label">Your call, tomorrow</span>' in text
    assert '<div class="hero">01:30 Sat 13 Apr</div>' in text


@pytest.mark.parametrize(
    "path",
    ["/p/abc", "/p/abc/sheet.pdf", f"/p/{'x' * 900}", "/p/%C3%A9%00)", "/v/1", "/V/1-)", "/p/", "/p", "/v/", "/V"],
)
async def test_a_cut_off_address_says_so_in_words(world, path):
    answer = await world.stranger.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "This page isn't here any more." in answer.text


async def test_a_changed_call_says_what_it_was(world, day):
    await knows(world, day, "omar")
    await call_of(world, day, "omar", 372)
    await issue(world, day, now=OUT, at_once=True)
    text = (await world.stranger.get(f"/p/{await a_link(world, day)}")).text
    assert '<div class="hero">06:12</div>' in text
    assert "was 06:42" in text


async def test_a_cancelled_day_says_why_and_names_no_time_to_come_at(world, day):
    await knows(world, day, "omar")
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01', seen_at = $1", OUT)
    path = f"/api/productions/{day.production}/days/{day.id}/cancel"
    assert (await world.bjorn.post(path, json={"reason": "Storm warning"})).status_code == 200
    await issue(world, day, now=OUT, at_once=True)
    text = (await world.stranger.get(f"/p/{await a_link(world, day)}")).text
    assert '<div class="hero small">Cancelled</div><p>Storm warning</p>' in text
    assert ">Got it</button>" in text
    assert "06:42" not in text


async def test_the_whole_sheet_is_a_pdf_of_ones_own(world, day):
    answer = await world.stranger.get(f"/p/{await a_link(world, day)}/sheet.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


async def test_the_code_on_paper_knows_whether_it_is_old(world, day):
    from server.routes.sheets import page
    from server.services.sheets.copies import code_of, freshness

    settings = world.app.state.settings
    async with read() as db:
        white = await db.fetchval("SELECT id FROM sheet_version WHERE day_id = $1", day.id)
    code = code_of(settings, white)
    assert "WHITE is the newest" in (await world.stranger.get(f"/V/{code}")).text
    await general_call(day, 432)
    await issue(world, day, now=OUT, at_once=True)
    assert "WHITE is old" in (await world.stranger.get(f"/v/{code.lower()}")).text
    assert "4:01P, Thu 11 Apr" in page.fresh(await freshness(code, settings=settings, now=clock.now()), twelve=True)
    forged = f"{white}-000000000000"
    assert (await world.stranger.get(f"/v/{forged}")).status_code == 404


async def test_the_letter_has_the_call_in_its_subject_and_first_line(world, day):
    async with read() as db:
        row = await db.fetchrow(
            "SELECT id, words->>'title' AS title, words->>'body' AS body, payload::text AS payload FROM notice"
            " WHERE subject_id = $1 AND member_id = $2",
            day.id, world.people["omar"].member_id,
        )  # fmt: skip
    fields = dict.fromkeys(ClaimedRow.__struct_fields__)
    claimed = ClaimedRow(**(fields | {
        "production_id": day.production, "notice_id": row["id"], "member_id": world.people["omar"].member_id,
        "address": "omar@example.test", "title": row["title"], "body": row["body"], "payload": row["payload"],
        "must_confirm": False,
    }))  # fmt: skip
    settings = world.app.state.settings
    assert isinstance(settings, Settings)
    mail = await letter(settings, claimed, clock.now())
    assert mail.subject == "Your call Fri 12 Apr: 06:42"
    assert mail.text.startswith("Your call Fri 12 Apr: 06:42.")
    assert mail.attachments[0].name == "call-sheet-white-v1.pdf"
    where = mail.text.partition("https://test")[2].split()[0]
    assert (await world.stranger.get(where)).status_code == 200
    assert ON.day == 12
