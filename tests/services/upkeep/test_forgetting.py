"""Forgetting: nothing anywhere tells who it was, and what happened still has its shape."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from server import clock
from server.db import read, tx
from server.rules.upkeep.erasing import FORMER
from server.services.gear.things import ThingWrite, make_things
from server.services.upkeep import forget
from server.services.upkeep.forget import erase_due, forget_account, forget_due, forget_member
from server.wire import as_text
from tests.services.sheets.day import call_of, issue, make_day

TELLING = (
    "Omar Reyes",
    "omar@example.test",
    "+12125550147",
    "212 555 0147",
    "Agent Quill",
    "peanuts",
    "ask Omar's mother",
)


async def everything():
    """Every row of the database as text, by table."""
    async with read() as db:
        tables = [row[0] for row in await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {table: [row[0] for row in await db.fetch(f'SELECT t::text FROM "{table}" t')] for table in tables}


async def remains():
    found = await everything()
    return {(word, table) for table, rows in found.items() for row in rows for word in TELLING if word in row}


async def leave_traces(world):
    omar = world.people["omar"]
    async with tx(world.production) as db:
        notice = await db.fetchval("SELECT id FROM notice WHERE member_id = $1", omar.member_id)
        await db.execute(
            "INSERT INTO receipt (id, production_id, notice_id, state, by_account, proxy, detail)"
            " VALUES ($1, $2, $3, 'reached', $4, 'Agent Quill', 'ask Omar''s mother')",
            uuid4(), world.production, notice, world.people["nia"].account_id,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO telling (production_id, notice_id, channel, address, due_at)"
            " VALUES ($1, $2, 'mail', 'omar@example.test', now())",
            world.production, notice,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO task (production_id, kind, subject, subject_id, member_id, why)"
            " VALUES ($1, 'problem', 'day', 1, $2, 'ask Omar''s mother'), ($1, 'ring', 'day', 1, NULL, 'Ring Omar Reyes')",
            world.production, omar.member_id,
        )  # fmt: skip
    await leave_marks(world)


async def leave_marks(world):
    omar = world.people["omar"]
    async with tx(world.production) as db:
        await db.execute(
            "INSERT INTO import_run (production_id, kind, file_name, file_hash, report, made, said, changed)"
            " VALUES ($1, 'crew', 'crew.csv', 'x', '{\"made\": [{\"says\": \"Omar Reyes, 1st AC\"}]}', '{}',"
            " jsonb_build_object('member', jsonb_build_object($2::text, jsonb_build_object('mobile', '212 555 0147'))),"
            " '{}')",
            world.production, str(omar.member_id),
        )  # fmt: skip
        await db.execute("INSERT INTO captured_mail (recipient, subject, body) VALUES ('omar@example.test', 'x', 'x')")
        await db.execute(
            "INSERT INTO subscription (account_id, endpoint, p256dh, auth) VALUES ($1, 'https://push.example/1', 'x', 'x')",
            omar.account_id,
        )  # fmt: skip
        await db.execute("UPDATE device SET name = 'Omar Reyes''s phone' WHERE account_id = $1", omar.account_id)
        db.enqueue("mail_sign_in", {"email": "omar@example.test"})


@pytest.fixture
async def told(world):
    """Omar with all that can be known of him: called, told, rung, with a case, in an import's note."""
    omar = world.people["omar"]
    day = await make_day(world)
    await call_of(world, day, "omar", 372)
    async with tx(world.production) as db:
        await db.execute(
            "UPDATE account SET name = 'Omar Reyes', mobile = '+12125550147' WHERE id = $1", omar.account_id
        )
        await db.execute(
            "UPDATE member SET name = 'Omar Reyes', mobile = '+12125550147', mobile_typed = '212 555 0147',"
            " second_number = '+12125550147', contact_via = 'Agent Quill', diet = 'peanuts', born_on = '2012-05-01',"
            " minor = true, rest_pack = 'sag', number_shown = true WHERE id = $1",
            omar.member_id,
        )  # fmt: skip
        (case,) = await make_things(
            db, world.production, [ThingWrite(kind="case", name="Lenses", code="CAM-01")], now=clock.now()
        )
    await issue(world, day, now=clock.now() - timedelta(minutes=5), at_once=True)
    here = f"/api/productions/{world.production}"
    scan = {
        "id": str(uuid4()), "thing_id": case, "move": "take", "seq": 1, "ms": 1_700_000_000_000,
        "holder": {"kind": "member", "id": omar.member_id}, "device_at": "2025-04-10T12:00:00Z",
    }  # fmt: skip
    assert (await world.omar.post(f"{here}/scans", json={"device": str(uuid4()), "scans": [scan]})).status_code == 200
    await leave_traces(world)
    assert len({word for word, _ in await remains()}) == len(TELLING)
    world.day = day
    return world


async def test_nothing_anywhere_tells_who_it_was(told):
    async with tx() as db:
        await forget_account(db, told.people["omar"].account_id, now=clock.now())
    assert await remains() == set()
    assert (await told.omar.get("/api/me")).json()["code"] == "session_left", "the phone hands over, then wipes"


async def test_a_nickname_in_quotes_and_the_first_word_of_a_line_go_and_so_do_address_and_number(told):
    omar, name = told.people["omar"].member_id, 'Omar "Oz" Reyes'
    lines = [f"Rings: {name}", f"Monday\n{name} brings the crane", "Omar (omar@example.test), 212 555 0147"]
    async with tx(told.production) as db:
        await db.execute("UPDATE member SET name = $2 WHERE id = $1", omar, name)
        said = as_text({"title": lines[0], "body": lines[1], "to": lines[2]})
        await db.execute("UPDATE notice SET words = $2::text::jsonb WHERE member_id <> $1", omar, said)
        await db.execute("UPDATE import_run SET report = $1::text::jsonb", said)
        await db.execute(
            "INSERT INTO receipt (id, production_id, notice_id, state, detail)"
            " SELECT $1, production_id, id, 'no_answer', $3 FROM notice WHERE member_id <> $2 LIMIT 1",
            uuid4(), omar, lines[0],
        )  # fmt: skip
        await forget_account(db, told.people["omar"].account_id, now=clock.now())
    found = str(await everything())
    assert [word for word in ("Oz", *TELLING) if word in found] == []
    assert FORMER + " brings the crane" in found


async def test_ledger_versions_and_custody_keep_their_shape(told):
    before = await everything()
    async with tx() as db:
        await forget_account(db, told.people["omar"].account_id, now=clock.now())
    after = await everything()
    kept = {
        "notice",
        "receipt",
        "custody_event",
        "thing_state",
        "sheet_version",
        "call",
        "member",
        "member_position",
        "task",
        "day_log",
        "telling",
        "import_run",
    }
    assert {name: len(after[name]) for name in kept} == {name: len(before[name]) for name in kept}
    assert after["custody_event"] == before["custody_event"]
    assert after["sheet_version"] == before["sheet_version"]
    history = (await told.nia.get(f"/api/productions/{told.production}/days/{told.day.id}/ledger")).json()
    assert [row["name"] for row in history["rows"] if row["member_id"] == told.people["omar"].member_id] in (
        [FORMER],
        [],
    )


async def test_who_works_elsewhere_too_is_forgotten_here_alone(told):
    omar = told.people["omar"]
    async with tx(told.other_production) as db:
        there = await db.fetchval(
            "INSERT INTO member (production_id, account_id, name, email) VALUES ($1, $2, 'Omar Reyes', 'omar@example.test') RETURNING id",
            told.other_production, omar.account_id,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO access_grant (production_id, account_id, member_id) VALUES ($1, $2, $3)",
            told.other_production, omar.account_id, there,
        )  # fmt: skip
    async with tx() as db:
        await forget_member(db, told.production, omar.member_id, now=clock.now())
    async with read() as db:
        his = await db.fetch(
            "SELECT by_account FROM custody_event WHERE production_id = $1 UNION ALL SELECT account_id FROM member"
            " WHERE production_id = $1 AND id = $2",
            told.production, omar.member_id,
        )  # fmt: skip
    assert len(his) == 2
    assert omar.account_id not in {row[0] for row in his}, "what he did here was done by nobody that is known"
    (place,) = (await told.omar.get("/api/me")).json()["memberships"]
    assert place["production_id"] == told.other_production


async def test_nobody_else_is_touched(told):
    async def of_others():
        async with read() as db:
            return await db.fetch(
                "SELECT id, account_id, name, email, roles, removed_at FROM member WHERE id <> $1 ORDER BY id",
                told.people["omar"].member_id,
            )

    before = await of_others()
    async with tx() as db:
        await forget_account(db, told.people["omar"].account_id, now=clock.now())
    assert await of_others() == before
    assert (await told.lena.get("/api/me")).status_code == 200


async def test_frozen_versions_hold_no_contact_and_no_name(told):
    async with read() as db:
        frozen = await db.fetchval("SELECT snapshot FROM sheet_version")
    for word in (*TELLING, "Lena", "lena@example.test", "2012-05-01", "Nia", "Björn"):
        assert word.encode() not in frozen


async def of_omar(world, *columns):
    async with read() as db:
        return tuple(
            await db.fetchrow(f"SELECT {', '.join(columns)} FROM member WHERE id = $1", world.people["omar"].member_id)
        )


async def wrapped(world, on):
    async with tx(world.production) as db:
        await db.execute("UPDATE production SET wrapped_on = $2 WHERE id = $1", world.production, on)


WRAP = date(2031, 3, 1)


def noon_after(days):
    return datetime(2031, 3, 1, 17, tzinfo=clock.now().tzinfo) + timedelta(days=days)


async def test_each_class_goes_the_day_after_its_term(told):
    await wrapped(told, WRAP)
    await forget_due(now=noon_after(7))
    assert await of_omar(told, "diet") == ("peanuts",)
    assert (await forget_due(now=noon_after(8)))["diet"] == 1
    assert await of_omar(told, "diet", "email") == (None, "omar@example.test")
    await forget_due(now=noon_after(181))
    assert await of_omar(told, "email", "mobile", "contact_via", "number_shown", "name") == (
        None,
        None,
        None,
        False,
        "Omar Reyes",
    )
    await forget_due(now=noon_after(366))
    assert await of_omar(told, "born_on", "minor") == (None, False)
    await forget_due(now=noon_after(1_096))
    assert await of_omar(told, "rest_pack", "name") == (None, "Omar Reyes")
    await forget_due(now=noon_after(1_826))
    assert await of_omar(told, "name") == (FORMER,)
    assert await remains() == set()


async def test_said_twice_it_finds_nothing(told):
    await wrapped(told, WRAP)
    assert await forget_due(now=noon_after(2_000))
    assert await forget_due(now=noon_after(2_000)) == {}


async def test_it_logs_numbers_and_no_names(told, caplog):
    await wrapped(told, WRAP)
    with caplog.at_level("INFO", logger="callboard.upkeep"):
        await forget_due(now=noon_after(2_000))
    assert "identity" in caplog.text
    assert not [word for word in (*TELLING, "Lena") if word in caplog.text]


async def test_without_a_wrap_only_who_has_left_is_forgotten(told):
    async with tx(told.production) as db:
        await db.execute("UPDATE member SET diet = 'rice' WHERE id = $1", told.people["lena"].member_id)
    await told.nia.delete(f"/api/productions/{told.production}/members/{told.people['omar'].member_id}")
    assert await forget_due(now=clock.now() + timedelta(days=9)) == {"diet": 1}
    async with read() as db:
        assert await db.fetchval("SELECT diet FROM member WHERE id = $1", told.people["lena"].member_id) == "rice"


async def test_under_a_legal_hold_nothing_is_forgotten(told):
    await wrapped(told, WRAP)
    async with tx(told.production) as db:
        await db.execute("INSERT INTO keeping (production_id, hold) VALUES ($1, 'Claim 12')", told.production)
    assert set(await forget_due(now=noon_after(300))) <= {"device", "mail"}, "those are the installation's"
    assert await of_omar(told, "diet") == ("peanuts",)


async def test_who_asked_is_erased_a_day_later_and_who_works_again_meanwhile_waits(told):
    omar = told.people["omar"]
    async with tx(told.production) as db:
        await db.execute(
            "INSERT INTO erasure (account_id, asked_by, asked_at, due_at) VALUES ($1, $1, now(), $2)",
            omar.account_id, noon_after(1),
        )  # fmt: skip
    assert await erase_due(now=noon_after(2)) == 0, "he is still on it"
    await told.nia.delete(f"/api/productions/{told.production}/members/{omar.member_id}")
    assert await erase_due(now=noon_after(0)) == 0, "he can still take it back"
    assert await erase_due(now=noon_after(2)) == 1
    assert await remains() == set()


async def test_one_that_fails_holds_up_neither_the_others_nor_the_worker(told, monkeypatch, caplog):
    asked = [told.people[name] for name in ("omar", "lena")]
    async with tx(told.production) as db:
        for one in asked:
            await db.execute("UPDATE member SET removed_at = now(), diet = 'rice' WHERE id = $1", one.member_id)
            await db.execute(
                "INSERT INTO erasure (account_id, asked_by, asked_at, due_at) VALUES ($1, $1, now(), now())",
                one.account_id,
            )
    whole = forget.forget_member

    async def breaks(db, production_id, member_id, **more):
        if member_id == asked[0].member_id:
            await db.execute("SELECT '{'::jsonb")
        return await whole(db, production_id, member_id, **more)

    monkeypatch.setattr(forget, "forget_member", breaks)
    assert await erase_due(now=clock.now() + timedelta(days=1)) == 1
    assert "failed and is tried again" in caplog.text
    monkeypatch.undo()
    assert await erase_due(now=clock.now() + timedelta(days=1)) == 1
