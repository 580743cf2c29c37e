"""The real files, imported into a real database."""

import json
from datetime import UTC, date, datetime

import pytest

from server import clock
from server.db import read
from server.rules.reports.day_out import kind_of
from server.services.access import sessions
from server.services.intake import exports, imports
from server.services.intake.imports import Asked, File
from server.services.intake.starting import Start
from server.services.reports import lined

NEW_YORK = Start(zone="America/New_York", country="US")

pytestmark = pytest.mark.field


async def actor(person):
    return await sessions.actor_of(person.token, now=clock.now())


def file(folder, path):
    return File(path.rsplit("/", 1)[-1], (folder / path).read_bytes())


async def start(world, folder, *paths, new=NEW_YORK, now=None, **asked):
    files = [file(folder, path) for path in paths]
    return await imports.start_production(
        files, Asked(**asked), new, by=await actor(world.people["nia"]), now=now or clock.now()
    )


async def value(sql, *args):
    async with read() as db:
        return await db.fetchval(sql, *args)


ALL = ("schedules/friendship-pod-affair.uss", "people/crew-list.csv", "gear/rental-manifest.csv")


async def test_schedule_crew_and_gear_of_one_production(world, field_data):
    schedule, crew, gear = await start(world, field_data, *ALL[::-1])
    assert schedule.production == "Friendship Pod Affair"
    for key, wanted in (
        {"scenes": 147, "banners": 4, "eighths": 758, "day_groups": 31, "shooting_days": 30, "cast": 40, "background": 34}
    ).items():  # fmt: skip
        assert schedule.counts[key] == wanted
    assert (crew.counts["people"], crew.counts["positions"], crew.counts["departments"]) == (140, 141, 24)
    assert (gear.counts["cases"], gear.counts["lines"], gear.counts["pieces"]) == (59, 231, 717)
    assert [n.code for n in schedule.doubted] == ["far", "no_shoot"]
    assert schedule.doubted[0].says.startswith("These days lie in April to May 2025. Does the shoot start on Mon 7 Apr")
    assert [n.code for n in crew.doubted] == ["shared_number"]
    assert [n.code for n in crew.merged] == ["one_person"]
    assert schedule.refused == crew.refused == gear.refused == []


async def test_what_stands_in_the_database_equals_the_golden_file(world, field_data):
    (report,) = await start(world, field_data, ALL[0])
    golden = json.loads((field_data / "schedules/friendship-pod-affair.golden.json").read_text())
    async with read() as db:
        groups = await db.fetch(
            "SELECT g.sort + 1 AS n, g.shooting, g.on_date, array_agg(s.number ORDER BY t.sort) FILTER (WHERE s.id IS NOT NULL)"
            " AS scenes, sum(s.eighths) AS eighths FROM day_group g JOIN board b ON b.id = g.board_id AND b.active"
            " JOIN strip t ON t.day_group_id = g.id LEFT JOIN scene s ON s.id = t.scene_id WHERE g.production_id = $1"
            " GROUP BY g.id ORDER BY g.sort",
            report.production_id,
        )
        days = await db.fetch(
            "SELECT d.id, d.on_date, d.day_type FROM shooting_day d WHERE d.production_id = $1 ORDER BY d.on_date",
            report.production_id,
        )
    assert [
        {"n": g["n"], "scenes": g["scenes"], "eighths": g["eighths"], "shooting_day": g["shooting"]} for g in groups
    ] == golden["day_groups"]
    assert [d["on_date"] for d in days] == [g["on_date"] for g in groups if g["on_date"]]
    assert (len(days), {d["day_type"] for d in days}) == (30, {"shoot"})


async def test_nothing_is_sent_and_nobody_gets_a_right(world, field_data):
    before = await value("SELECT count(*) FROM access_grant")
    crew = (await start(world, field_data, *ALL))[1]
    for table in ("invite", "notice", "entry_code", "pgqueuer"):
        assert await value(f"SELECT count(*) FROM {table}") == 0, table
    assert await value("SELECT count(*) FROM access_grant") == before + 1
    assert await value("SELECT contacted_at FROM production WHERE id = $1", crew.production_id) is None
    assert await value("SELECT count(*) FROM member WHERE roles <> '{crew}' AND account_id IS NULL") == 0
    assert "Nobody but you has been contacted" in crew.says


async def test_a_dry_run_leaves_nothing(world, field_data):
    tables = ("production", "scene", "member", "thing", "import_run", "department", "fact")
    before = [await value(f"SELECT count(*) FROM {table}") for table in tables]
    reports = await start(world, field_data, *ALL, dry_run=True)
    assert all(r.dry_run and r.import_id is None and "Nothing has been imported yet" in r.says for r in reports)
    assert [await value(f"SELECT count(*) FROM {table}") for table in tables] == before


async def test_the_same_files_again_change_nothing(world, field_data):
    first = await start(world, field_data, *ALL)
    files = [file(field_data, path) for path in ALL]
    nia = await actor(world.people["nia"])
    again = await imports.import_files(first[0].production_id, files, Asked(), by=nia, now=clock.now())
    for report in again:
        assert (report.done["made"], report.done["changed"], report.done["kept"]) == (0, 0, 0), report
        assert report.vanished == report.kept == []
        assert report.done["same"] > 0
    assert await value("SELECT count(*) FROM shooting_day WHERE production_id = $1", first[0].production_id) == 30


async def test_a_first_day_moves_everything_and_is_used_by_every_later_import(world, field_data):
    (schedule,) = await start(world, field_data, ALL[0], first_day=date(2026, 11, 24))
    files = [file(field_data, path) for path in ALL]
    nia = await actor(world.people["nia"])
    again, crew, gear = await imports.import_files(schedule.production_id, files, Asked(), by=nia, now=clock.now())
    assert (schedule.first_day, again.first_day, again.shift_days) == (date(2026, 11, 24), date(2026, 11, 24), 596)
    assert again.done["changed"] == 0
    assert [q.key for q in (*crew.questions, *gear.questions)] == ["dates", "dates"]
    assert "moved" in [n.code for n in crew.doubted]
    assert "no_common_day" not in [n.code for n in (*crew.doubted, *gear.doubted)]
    weekend = "SELECT count(*) FROM shooting_day WHERE production_id = $1 AND extract(isodow FROM on_date) > 5"
    assert await value(weekend, schedule.production_id) == 0
    starts = "SELECT min(starts_on) FROM member_position WHERE production_id = $1 AND title = 'Director'"
    assert await value(starts, schedule.production_id) == date(2026, 11, 24)


async def test_as_written_the_moved_lists_have_no_day_in_common_and_it_is_said(world, field_data):
    _, crew, gear = await start(
        world, field_data, *ALL, first_day=date(2026, 11, 24), answers={"dates": "keep"}, dry_run=True
    )
    assert [n.code for n in (*crew.doubted, *gear.doubted)].count("no_common_day") == 2
    assert any(n.says.startswith("Nobody of 140 people has a day in common") for n in crew.doubted)
    assert any(n.says.startswith("All ") and "due back before the first day" in n.says for n in gear.doubted)


async def test_gear_has_owners_walkies_and_state(world, field_data):
    gear = (await start(world, field_data, *ALL))[2]
    p = gear.production_id
    assert await value("SELECT count(*) FROM thing WHERE production_id = $1", p) == 59 + 231
    assert await value("SELECT count(*) FROM thing_state WHERE production_id = $1", p) == 59 + 231
    assert (
        await value(
            "SELECT count(*) FROM thing WHERE production_id = $1 AND kind = 'walkie' AND code LIKE 'WALKIE-%'", p
        )
        == 60
    )
    assert await value("SELECT count(*) FROM vendor WHERE production_id = $1", p) == 3
    assert await value("SELECT sum(value_cents * quantity) FROM thing WHERE production_id = $1", p) == 95_481_600
    owner = "SELECT DISTINCT m.name FROM thing t JOIN member m ON m.id = t.owner_member_id WHERE t.production_id = $1"
    assert await value(owner, p) == "Łukasz Sørensen"


@pytest.mark.parametrize("country", ["GB", "US"])
async def test_the_uk_workbook_imports_into_a_production_of_its_own(world, field_data, country):
    new = Start(name="Harbour Lights", country=country, zone="Europe/London")
    spring = datetime(2025, 3, 20, tzinfo=UTC)
    (report,) = await start(world, field_data, "people/unit-list-uk.xlsx", new=new, now=spring)
    assert (report.counts["people"], report.counts["departments"], report.counts["minors"]) == (44, 10, 1)
    async with read() as db:
        positions = await db.fetch(
            "SELECT DISTINCT p.starts_on, p.ends_on, p.only_on FROM member_position p JOIN member m ON m.id = p.member_id"
            " WHERE p.production_id = $1 AND m.account_id IS NULL ORDER BY 1",
            report.production_id,
        )
    assert [tuple(row) for row in positions] == [
        (date(2025, 3, 3), date(2025, 5, 9), []),
        (None, None, [date(2025, 4, 14), date(2025, 4, 15)]),
    ]
    assert [n.says[:29] for n in report.doubted if n.code == "year_taken"] == ["Dates without a year, from ro"]
    numbers = sum("isn't a telephone number" in n.says for n in report.doubted)
    assert (numbers == 0) is (country == "GB")


async def test_contacts_become_people_without_a_department(world, field_data):
    new = Start(name="X", country="CA", zone="America/Toronto")
    (report,) = await start(world, field_data, "people/john-doe-iphone.vcf", new=new)
    assert report.kind == "contacts"
    assert [(n.code, n.line) for n in report.doubted] == [("position_nowhere", 1), ("no_department", 0)]
    assert await value("SELECT mobile FROM member WHERE name = 'John Doe'") == "+19055551234"


async def schedule_of(production_id):
    """Everything of the schedule by its own words, without row numbers."""
    tables = {
        "scenes": "SELECT number, int_ext, set_name, day_night, script_day, description, eighths, uss_id,"
        " ARRAY(SELECT e.uss_id FROM scene_element x JOIN element e ON e.id = x.element_id WHERE x.scene_id = s.id"
        " ORDER BY 1) FROM scene s WHERE production_id = $1 ORDER BY uss_id",
        "elements": "SELECT category, category_name, name, number, quantity, minor, uss_id FROM element"
        " WHERE production_id = $1 ORDER BY uss_id",
        "boards": "SELECT b.name, b.active, b.uss_id, g.sort, g.on_date, g.shooting, g.banner, t.sort, s.uss_id, t.banner"
        " FROM board b JOIN day_group g ON g.board_id = b.id JOIN strip t ON t.day_group_id = g.id"
        " LEFT JOIN scene s ON s.id = t.scene_id WHERE b.production_id = $1 ORDER BY b.uss_id, g.sort, t.sort",
        "days": "SELECT d.on_date, d.day_type, d.title, x.sort, s.uss_id, x.banner FROM shooting_day d JOIN day_scene x"
        " ON x.day_id = d.id LEFT JOIN scene s ON s.id = x.scene_id WHERE d.production_id = $1 ORDER BY 1, x.sort",
        "shift": "SELECT shift_days FROM production WHERE id = $1",
    }  # fmt: skip
    async with read() as db:
        return {name: [tuple(row) for row in await db.fetch(sql, production_id)] for name, sql in tables.items()}


@pytest.mark.parametrize("first_day", [None, date(2026, 11, 26)])
async def test_the_schedule_exported_as_uss_imports_back_equal(world, field_data, first_day):
    (report,) = await start(world, field_data, ALL[0], first_day=first_day)
    nia, here = await actor(world.people["nia"]), report.production_id
    before = await schedule_of(here)
    exported = [File("schedule.uss", (await exports.export_schedule(here, by=nia, now=clock.now())).data)]
    (again,) = await imports.import_files(here, exported, Asked(), by=nia, now=clock.now())
    assert (again.done["made"], again.done["changed"], again.done["kept"], again.vanished) == (0, 0, 0, [])
    (there,) = await imports.start_production(exported, Asked(), NEW_YORK, by=nia, now=clock.now())
    assert await schedule_of(here) == await schedule_of(there.production_id) == before
    assert again.counts == there.counts == report.counts
    nia = await actor(world.people["nia"])  # on the new one too
    (original,) = await imports.import_files(
        there.production_id, [file(field_data, ALL[0])], Asked(), by=nia, now=clock.now()
    )
    assert (original.done["made"], original.done["changed"], original.shift_days) == (0, 0, report.shift_days)
    assert await schedule_of(there.production_id) == before


async def test_the_day_out_of_days_equals_the_golden_file(world, field_data):
    (report,) = await start(world, field_data, ALL[0])
    golden = json.loads((field_data / "schedules/friendship-pod-affair.golden.json").read_text())
    found = await lined.read_day_out(report.production_id, by=await actor(world.people["nia"]))
    numbers = [column.number for column in found.columns]
    assert {
        role.number: [n for n, code in zip(numbers, role.codes, strict=True) if kind_of(code) == "worked"]
        for role in found.roles
    } == {role["board_id"]: role["work_days"] for role in golden["cast"].values()}
    one = await lined.read_one_liner(report.production_id, by=await actor(world.people["nia"]))
    assert [(day.number, [s.number for s in day.strips if s.number], day.eighths) for day in one.days] == [
        (n, group["scenes"], group["eighths"])
        for n, group in enumerate((g for g in golden["day_groups"] if g["shooting_day"]), 1)
    ]
