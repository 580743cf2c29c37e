"""The same paper, corrected, a week later: keys, typed words that stay, what has vanished, what is asked."""

import json
from datetime import UTC, date, datetime, time

import pytest

from server import clock
from server.db import read, tx
from server.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from server.services.intake.imports import Asked, File, import_files
from server.services.intake.undo import undo_import
from server.services.sheets.publish import PublishIn, publish
from tests.actors import actor

HEAD = "Department,Position,Name,Cell,E-mail,Start,Finish\n"
OMAR = "Camera,1st AC,Omar,(212) 555-0100,omar@example.test,,\n"
BO = "Grip,Key Grip,Bo Eze,(212) 555-0101,bo@example.test,2025-04-07,2025-05-30\n"
DI = "Grip,Grip,Di Fox,(212) 555-0102,,2025-04-07,2025-05-30\n"


async def take(world, text, *, name="crew.csv", who="nia", now=None, **asked):
    files = [File(name, text.encode() if isinstance(text, str) else text)]
    (report,) = await import_files(
        world.production, files, Asked(**asked), by=actor(world, who), now=now or clock.now()
    )
    return report


async def one(sql, *args):
    async with read() as db:
        return await db.fetchrow(sql, *args)


async def count(table, world):
    return (await one(f"SELECT count(*) FROM {table} WHERE production_id = $1", world.production))[0]


async def run(sql, *args):
    async with tx() as db:
        await db.execute(sql, *args)


async def test_a_person_is_known_by_address_and_nothing_typed_is_written_over(world):
    report = await take(world, HEAD + OMAR + BO)
    assert report.done == {"made": 1, "changed": 1, "same": 0, "kept": 0, "waiting": 0}
    omar = await one("SELECT name, mobile, account_id FROM member WHERE email = 'omar@example.test'")
    assert (omar["mobile"], omar["account_id"]) == ("+12125550100", world.people["omar"].account_id)
    await run("UPDATE member SET mobile_typed = '(212) 555-0777', mobile = '+12125550777' WHERE email LIKE 'bo@%'")
    again = await take(world, HEAD + OMAR + BO.replace("555-0101", "555-0999").replace("Key Grip", "Best Boy Grip"))
    assert [n.says for n in again.kept] == [
        "Row 3: Bo Eze: typed by hand and kept: mobile ('(212) 555-0999' in the file)."
    ]  # fmt: skip
    assert [n.says for n in again.changed] == ["Row 3: Bo Eze: positions."]
    bo = await one(
        "SELECT m.mobile, p.title FROM member m JOIN member_position p ON p.member_id = m.id WHERE m.email LIKE 'bo@%'"
    )
    assert tuple(bo) == ("+12125550777", "Best Boy Grip")


async def test_a_hand_made_row_is_only_filled_in(world):
    await run(
        "UPDATE member SET mobile = '+12125550001', mobile_typed = '212 555 0001' WHERE email = 'omar@example.test'"
    )
    report = await take(world, HEAD + OMAR.replace("Omar,", "Omar Reyes,"))
    assert (report.changed, len(report.kept)) == ([], 1)
    assert (await one("SELECT name, mobile_typed FROM member WHERE email = 'omar@example.test'"))[:] == (
        "Omar",
        "212 555 0001",
    )


async def test_a_name_and_department_alone_are_asked_about(world):
    first = await take(world, HEAD + DI)
    assert first.done["made"] == 1
    same = await take(world, HEAD + DI)
    assert (same.questions, same.done["same"]) == ([], 1)
    changed = HEAD + DI.replace("Di Fox,(212) 555-0102,,", "Di Fox,,di@example.test,").replace(
        "Grip,Grip", "Grip,Dolly"
    )
    waits = await take(world, changed)
    assert (waits.done["waiting"], len(waits.questions)) == (1, 1)
    assert waits.questions[0].says == "Row 2: is Di Fox the Di Fox of Grip who is there already?"
    assert (await one("SELECT count(*) FROM member WHERE name = 'Di Fox'"))[0] == 1
    yes = await take(world, changed, answers={waits.questions[0].key: "same"})
    assert (yes.done["waiting"], yes.done["changed"]) == (0, 1)
    assert (await one("SELECT email FROM member WHERE name = 'Di Fox'"))["email"] == "di@example.test"


async def test_another_person_of_the_name_is_made_when_one_says_so(world):
    await take(world, HEAD + DI)
    changed = HEAD + DI.replace(",,2025", ",other@example.test,2025")
    key = (await take(world, changed, dry_run=True)).questions[0].key
    await take(world, changed, answers={key: "new"})
    assert (await one("SELECT count(*) FROM member WHERE name = 'Di Fox'"))[0] == 2


async def test_the_slip_of_a_department_waits_for_an_answer(world):
    text = HEAD + OMAR + BO.replace("Grip,Key", "Camra,Key")
    report = await take(world, text)
    assert report.questions[0].says == "Row 3 has no department: 'Camra'. Did you mean Camera?"
    assert (await one("SELECT count(*) FROM member WHERE email LIKE 'bo@%'"))[0] == 0
    await take(world, text, answers={"department:camra": "Camera"})
    assert (
        await one(
            "SELECT p.department_id FROM member_position p JOIN member m ON m.id = p.member_id WHERE m.email LIKE 'bo@%'"
        )
    )[0] == world.camera


async def test_who_is_off_the_list_is_reported_and_stays(world):
    await take(world, HEAD + OMAR + BO)
    report = await take(world, HEAD + OMAR)
    assert [n.says for n in report.vanished] == [
        "Bo Eze isn't on this list any more. Nothing was taken away; take them off on People."
    ]
    assert (await one("SELECT removed_at FROM member WHERE email LIKE 'bo@%'"))[0] is None


async def test_a_cast_list_does_not_make_the_crew_vanish_and_meets_its_characters(world):
    await take(world, schedule([["s1"]]), name="a.uss")
    await take(world, HEAD + OMAR + BO)
    report = await take(world, "No.,Character,Performer\n39,Farah,Poppy\n2,SARA,Mo\n")
    assert report.vanished == []
    rows = await one(
        "SELECT array_agg(m.name ORDER BY m.name), bool_or(m.minor) FROM element e JOIN member m ON m.id = e.member_id"
    )
    assert rows[:] == (["Mo", "Poppy"], True)
    again = await take(world, HEAD + OMAR + BO)
    assert again.vanished == []


GEAR = "Case,Case name,Department,Item,Serials,Qty,Value,Owner,Due back\n"
CAM = "CAM-01,Body,Camera,ALEXA,SN1,1,82000,North,2025-05-27\nCAM-01,Body,Camera,Battery,,8,620,North,2025-05-27\n"


async def test_cases_are_known_by_their_code(world):
    await take(world, GEAR + CAM, name="gear.csv")
    await run("UPDATE thing SET name = 'A Body, mended', revision = 2 WHERE code = 'CAM-01'")
    again = await take(world, GEAR + CAM.replace("Battery,,8", "Battery,,9").replace("Body", "Body B"), name="gear.csv")
    assert [n.says for n in again.changed] == []
    assert "typed by hand and kept: name ('Body B' in the file)" in again.kept[0].says
    assert (await one("SELECT quantity FROM thing WHERE name = 'Battery'"))[0] == 9
    assert await count("thing", world) == await count("thing_state", world) == 3
    assert await count("label", world) == 1


def scene(n, **more):
    return {"id": f"s{n}", "scene": str(n), "type": "scene", "pages": 0.5, "elements": ["e1", "e2"], **more}


def schedule(days, scenes=None, **more):
    document = {
        "project": "Harbour Lights",
        "breakdowns": scenes or [scene(n) for n in (1, 2, 3)],
        "categories": [{"id": "c1", "ucid": 100, "name": "Cast"}],
        "elements": [
            {"id": "e1", "category": "c1", "name": "FARAH (k)", "elementId": "39"},
            {"id": "e2", "category": "c1", "name": "SARA", "elementId": "2"},
        ],
        "stripboards": [{"id": "B", "name": "First", "calendar": "K", "boards": [{"name": "stripboard", "breakdownIds": days}]}],
        "calendars": [{"id": "K", "events": [{"type": "start", "date": "2025-04-07"}], "daysOff": [0, 6]}],
    }  # fmt: skip
    return json.dumps({"universalScheduleStandard": document | more})


async def test_scenes_are_known_by_uss_id_else_by_number_and_set(world):
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    await run("UPDATE scene SET description = 'Typed', revision = 2 WHERE number = '1'")
    new_ids = [scene(1, id="x1", description="Other"), scene(2, id="x2", pages=0.625), scene(4, id="x4")]
    report = await take(world, schedule([["x1"], ["x2"], ["x4"]], new_ids), name="b.uss")
    assert (report.done["made"], report.done["changed"], report.done["kept"]) == (1, 1, 1)
    assert [n.says.split(" (")[0] for n in report.vanished] == ["Scene 3"]
    assert (await one("SELECT description, uss_id FROM scene WHERE number = '1'"))[:] == ("Typed", "x1")
    assert await count("scene", world) == 4


async def test_days_take_the_new_scenes_unless_somebody_worked_on_them(world):
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    await run("UPDATE shooting_day SET revision = 2, general_call = 360 WHERE on_date = '2025-04-08'")
    await take(world, schedule([["s2"], ["s1"], ["s3"]]), name="a.uss")
    async with read() as db:
        rows = await db.fetch(
            "SELECT d.on_date, s.number FROM shooting_day d JOIN day_scene x ON x.day_id = d.id JOIN scene s ON s.id = x.scene_id"
            " WHERE d.production_id = $1 ORDER BY 1", world.production,
        )  # fmt: skip
    assert [(row[0].day, row[1]) for row in rows] == [(7, "2"), (8, "2"), (9, "3")]


async def revisions():
    async with read() as db:
        return [row[0] for row in await db.fetch("SELECT revision FROM shooting_day ORDER BY on_date")]


async def test_a_day_that_the_schedule_changed_is_another_draft_and_still_follows_it(world):
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    assert await revisions() == [1, 1, 1]
    day = (await one("SELECT id FROM shooting_day ORDER BY on_date LIMIT 1"))[0]
    await take(world, schedule([["s2"], ["s1"], ["s3"]]), name="b.uss")
    assert await revisions() == [2, 2, 1]
    with pytest.raises(Stale):
        await publish(
            production_id=world.production, day_id=day, by=actor(world, "nia"), now=clock.now(),
            wanted=PublishIn(base_version=0, day_revision=1),
        )  # fmt: skip
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    assert (await one("SELECT s.number FROM day_scene x JOIN scene s ON s.id = x.scene_id WHERE x.day_id = $1", day))[
        0
    ] == "1"


@pytest.mark.parametrize(
    "changed",
    [
        {"scenes": [scene(1, description="At night"), scene(2), scene(3)]},
        {"scenes": [scene(1, elements=["e1"]), scene(2), scene(3)]},
    ],
)
async def test_a_scene_that_the_schedule_changed_is_another_draft_of_its_day_also_where_people_worked(world, changed):
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    await run("UPDATE shooting_day SET revision = 5 WHERE on_date = '2025-04-07'")
    await take(world, schedule([["s1"], ["s2"], ["s3"]], **changed), name="b.uss")
    assert await revisions() == [6, 1, 1]
    await take(world, schedule([["s3"], ["s2"], ["s1"]], **changed), name="c.uss")
    assert (await revisions())[0] == 6  # worked on: its scenes stay


async def test_a_cancelled_day_is_not_made_again_by_the_next_import(world):
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    await run("UPDATE shooting_day SET cancelled_at = now(), revision = 2 WHERE on_date = '2025-04-08'")
    await take(world, schedule([["s1"], ["s3"], ["s2"]]), name="b.uss")
    assert await count("shooting_day", world) == 3


async def test_an_undo_gives_days_that_nobody_touched_their_scenes_back(world):
    async def scenes():
        async with read() as db:
            return [r[0] for r in await db.fetch(
                "SELECT s.number FROM shooting_day d JOIN day_scene x ON x.day_id = d.id JOIN scene s ON s.id = x.scene_id"
                " ORDER BY d.on_date")]  # fmt: skip

    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    second = await take(world, schedule([["s3"], ["s2"], ["s1"]]), name="b.uss")
    assert await scenes() == ["3", "2", "1"]
    await undo_import(world.production, second.import_id, by=actor(world, "nia"), now=clock.now())
    assert await scenes() == ["1", "2", "3"]
    assert await revisions() == [3, 1, 3]


async def test_a_day_that_left_the_schedule_stays_and_is_named(world):
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    report = await take(world, schedule([["s1"], ["s2", "s3"]]), name="a.uss")
    assert [n.says.split(" isn't")[0] for n in report.vanished] == ["Wed 09 Apr 2025"]
    assert (await count("shooting_day", world), await count("day_group", world)) == (3, 2)


async def test_a_new_first_day_moves_days_that_nobody_touched(world):
    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    await run("UPDATE shooting_day SET revision = 2 WHERE on_date = '2025-04-09'")
    report = await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss", first_day=date(2025, 4, 10))
    async with read() as db:
        days = await db.fetch("SELECT on_date FROM shooting_day WHERE production_id = $1 ORDER BY 1", world.production)
    assert [day[0].day for day in days] == [9, 10, 11]
    assert any("worked on and stays" in n.says for n in report.kept)
    assert (await one("SELECT shift_days FROM production WHERE id = $1", world.production))[0] == 3


@pytest.mark.parametrize(
    ("today", "first_day", "says"),
    [
        (date(2025, 4, 1), None, None),
        (date(2025, 10, 9), None, None),  # half a year after its last day
        (date(2025, 10, 10), None, "These days lie in April 2025. Does the shoot start on Mon 7 Apr 2025? If not, give the"),
        (date(2024, 10, 5), None, "These days lie in April 2025. "),
        (date(2025, 10, 10), date(2025, 4, 7), None),  # said: nothing to doubt
        (date(2027, 1, 1), date(2027, 1, 4), None),
    ],
)  # fmt: skip
async def test_days_of_another_year_are_doubted_until_somebody_gives_the_first_one(world, today, first_day, says):
    noon = datetime.combine(today, time(12), UTC)
    asked = {"name": "a.uss", "first_day": first_day, "dry_run": True}
    report = await take(world, schedule([["s1"], ["s2"], ["s3"]]), now=noon, **asked)
    far = [n.says for n in report.doubted if n.code == "far"]
    assert far == [] if says is None else far[0].startswith(says)


async def test_what_a_person_took_out_of_a_scene_stays_out(world):
    await take(world, schedule([["s1"]]), name="a.uss")
    await run(
        "DELETE FROM scene_element x USING scene s WHERE s.id = x.scene_id AND s.number = '1' AND x.element_id = (SELECT id FROM element WHERE name = 'SARA')"
    )
    await take(world, schedule([["s1"]]), name="a.uss")
    assert (await one("SELECT count(*) FROM scene_element x JOIN scene s ON s.id = x.scene_id WHERE s.number = '1'"))[
        0
    ] == 1


ALL_TABLES = ("scene", "element", "scene_element", "board", "day_group", "strip", "shooting_day", "day_scene", "member",
              "member_position", "department", "vendor", "thing", "thing_state")  # fmt: skip


async def test_an_undo_leaves_what_was_there_before(world):
    before = [await count(table, world) for table in ALL_TABLES]
    runs = [
        await take(world, schedule([["s1"], ["s2"]]), name="a.uss"),
        await take(world, HEAD + OMAR + BO + DI),
        await take(world, GEAR + CAM, name="gear.csv"),
    ]
    for report in reversed(runs):
        await undo_import(world.production, report.import_id, by=actor(world, "nia"), now=clock.now())
    assert [await count(table, world) for table in ALL_TABLES] == before
    omar = await one("SELECT name, mobile, mobile_typed FROM member WHERE email = 'omar@example.test'")
    assert omar[:] == ("Omar", None, None)


async def test_the_undo_of_a_second_import_restores_the_first(world):
    async def strips():
        async with read() as db:
            return [tuple(r) for r in await db.fetch(
                "SELECT g.id, g.sort, g.on_date, g.banner, s.scene_id, s.banner FROM day_group g LEFT JOIN strip s ON s.day_group_id = g.id"
                " WHERE g.production_id = $1 ORDER BY g.sort, s.sort", world.production)]  # fmt: skip

    await take(world, schedule([["s1"], ["s2"], ["s3"]]), name="a.uss")
    before, scene_2 = await strips(), (await one("SELECT eighths FROM scene WHERE number = '2'"))[0]
    second = await take(
        world,
        schedule([["s2", "s1"], ["s3"]], [scene(1), scene(2, pages=3), scene(3)]),
        name="b.uss",
        first_day=date(2025, 5, 5),
    )
    assert await strips() != before
    await undo_import(world.production, second.import_id, by=actor(world, "nia"), now=clock.now())
    assert await strips() == before
    assert (await one("SELECT eighths FROM scene WHERE number = '2'"))[0] == scene_2
    assert (await one("SELECT shift_days FROM production WHERE id = $1", world.production))[0] == 0
    async with read() as db:
        days = await db.fetch(
            "SELECT on_date, day_group_id IS NULL FROM shooting_day WHERE production_id = $1 ORDER BY 1",
            world.production,
        )
    assert [(day[0].day, day[1]) for day in days] == [(7, False), (8, False), (9, False)]


@pytest.mark.parametrize(
    "touch",
    [
        "UPDATE member SET revision = 2 WHERE email LIKE 'bo@%'",
        "INSERT INTO invite (production_id, member_id, code_hash, expires_at) SELECT production_id, id, 'x', now() FROM member WHERE email LIKE 'bo@%'",
        "INSERT INTO vehicle (production_id, name) SELECT production_id, 'x' FROM member WHERE email LIKE 'bo@%'",
    ],
)  # fmt: skip
async def test_what_somebody_worked_on_is_not_taken_back(world, touch):
    report = await take(world, HEAD + BO)
    await run(touch)
    if "vehicle" in touch:  # an own kit refers to its owner
        await run(
            "INSERT INTO thing (production_id, kind, name, owner_member_id) SELECT production_id, 'item', 'x', id FROM member WHERE email LIKE 'bo@%'"
        )
    with pytest.raises(Conflict):
        await undo_import(world.production, report.import_id, by=actor(world, "nia"), now=clock.now())
    assert (await one("SELECT count(*) FROM member WHERE email LIKE 'bo@%'"))[0] == 1


async def test_only_the_newest_is_taken_back_and_only_once(world):
    first, second = await take(world, HEAD + BO), await take(world, HEAD + BO + DI)
    nia = actor(world, "nia")
    with pytest.raises(Conflict, match="later import"):
        await undo_import(world.production, first.import_id, by=nia, now=clock.now())
    await undo_import(world.production, second.import_id, by=nia, now=clock.now())
    with pytest.raises(Conflict, match="already"):
        await undo_import(world.production, second.import_id, by=nia, now=clock.now())
    assert (await one("SELECT count(*) FROM member WHERE name = 'Di Fox'"))[0] == 0


async def test_crew_import_nothing_and_an_outsider_finds_nothing(world):
    with pytest.raises(NotAllowed):
        await take(world, HEAD + BO, who="omar")
    with pytest.raises(NotFound):
        await take(world, HEAD + BO, who="theo")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"{}", b"<html>", b"\x00\x01", b"Hello, Nia\nhow are you"])
async def test_what_is_no_paper_is_refused_in_words(world, data):
    with pytest.raises(Invalid) as refused:
        await take(world, data, name="paper.bin")
    assert refused.value.next_step


async def test_ten_thousand_people_in_seconds(world):
    text = HEAD + "".join(f"D{n % 25},Extra {n},Person {n},,p{n}@example.test,,\n" for n in range(10_000))
    began = clock.now()
    report = await take(world, text)
    assert report.done["made"] == 10_000
    assert len(report.made) == 300
    assert report.more == {"made": 9_700}
    assert (clock.now() - began).total_seconds() < 40
