"""A day with people on it, for the tests of this area: Nia and Björn in the office, Lena and Omar in Camera."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from server.db import read, tx
from server.services.sheets.publish import PublishIn, publish
from tests.actors import actor

ON = date(2030, 4, 12)
EVENING = datetime(2030, 4, 11, 20, tzinfo=UTC)  # 16:00 in New York; nobody worked that day


@dataclass
class Day:
    id: int
    production: int


async def make_day(world, *, on=ON, general=402) -> Day:
    """General call 06:42, a base camp, crew parking, a hospital, one scene."""
    async with tx() as db:
        day = await db.fetchval(
            "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, general_call, estimated_wrap)"
            " VALUES ($1, $2, $3, 'America/New_York', $4, 1122) RETURNING id",
            world.production, world.unit, on, general,
        )  # fmt: skip
        for sort, kind in enumerate(("base_camp", "crew_parking", "hospital"), 1):
            place = await db.fetchval(
                "INSERT INTO place (production_id, name) VALUES ($1, $2) ON CONFLICT (production_id, name)"
                " DO UPDATE SET name = excluded.name RETURNING id",
                world.production, kind.title(),
            )  # fmt: skip
            await db.execute(
                "INSERT INTO day_place (production_id, day_id, place_id, kind, sort) VALUES ($1, $2, $3, $4, $5)",
                world.production, day, place, kind, sort,
            )  # fmt: skip
        scene = await db.fetchval(
            "INSERT INTO scene (production_id, number, set_name, eighths) VALUES ($1, '22', 'Lodge', 9) RETURNING id",
            world.production,
        )
        await db.execute(
            "INSERT INTO day_scene (production_id, day_id, sort, scene_id) VALUES ($1, $2, 1, $3)",
            world.production, day, scene,
        )  # fmt: skip
    return Day(day, world.production)


async def edit(day: Day, sql: str, *args) -> None:
    """Change the draft as an editor does: with the day's revision."""
    async with tx() as db:
        await db.execute(sql, day.production, day.id, *args)
        await db.execute("UPDATE shooting_day SET revision = revision + 1 WHERE id = $1", day.id)


async def general_call(day: Day, minutes: int) -> None:
    await edit(day, "UPDATE shooting_day SET general_call = $3 WHERE production_id = $1 AND id = $2", minutes)


async def call_of(world, day: Day, name: str, minutes: int) -> None:
    await edit(
        day,
        "INSERT INTO call (production_id, day_id, member_id, kind, at_minutes) VALUES ($1, $2, $3, 'absolute', $4)"
        " ON CONFLICT (day_id, member_id, position_id, element_id) DO UPDATE SET at_minutes = excluded.at_minutes",
        world.people[name].member_id,
        minutes,
    )


async def issue(world, day: Day, *, by="bjorn", now=EVENING, **more):
    """Publish what stands there, as somebody who has seen the newest."""
    async with read() as db:
        base = await db.fetchval(
            "SELECT coalesce(max(number), 0) FROM sheet_version WHERE day_id = $1 AND kind = 'final'", day.id
        )
        revision = await db.fetchval("SELECT revision FROM shooting_day WHERE id = $1", day.id)
    wanted = PublishIn(**({"base_version": base, "day_revision": revision} | more))
    return await publish(production_id=day.production, day_id=day.id, wanted=wanted, by=actor(world, by), now=now)


async def notices(world, day: Day, state: str | None = None) -> dict[str, str]:
    """Live notices of the newest rank: name → title."""
    async with read() as db:
        rows = await db.fetch(
            "SELECT m.name, n.words->>'title' AS title FROM notice n JOIN member m ON m.id = n.member_id"
            " WHERE n.subject_id = $1 AND ($2::text IS NULL AND n.state <> 'superseded' OR n.state = $2)",
            day.id, state,
        )  # fmt: skip
    return {row["name"].lower(): row["title"] for row in rows}


async def knows(world, day: Day, name: str, state="shown") -> None:
    """Their phone showed what was pending."""
    async with tx() as db:
        await db.execute(
            "UPDATE notice SET state = $3 WHERE subject_id = $1 AND member_id = $2 AND state = 'held'",
            day.id, world.people[name].member_id, state,
        )  # fmt: skip
