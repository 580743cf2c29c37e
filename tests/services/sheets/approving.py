"""A production whose sheets are approved: Margaux is 1st AD, Desmond UPM."""

from datetime import timedelta

from server.db import tx
from server.services.sheets import approval
from server.services.sheets.preview import to_approve
from tests.actors import ROLES, actor
from tests.services.sheets.day import EVENING, ON
from tests.world import joined

BOTH = ("first_ad", "upm")
TITLES = {"margaux": "1st AD", "desmond": "UPM", "ruth": "Line Producer"}


async def ask_for(world, roles=BOTH, people=("margaux", "desmond")) -> None:
    """Switched on, and these people are there."""
    async with tx() as db:
        await set_roles(db, world, roles)
    for name in people:
        await joined(world, name, str(ROLES[name]), TITLES[name])


async def set_roles(db, world, roles) -> None:
    await db.execute(
        "UPDATE production SET settings = settings || jsonb_build_object('approval', $2::text[]) WHERE id = $1",
        world.production, list(roles),
    )  # fmt: skip


async def look(world, day, name="margaux"):
    return await to_approve(day.production, day.id, by=actor(world, name), now=EVENING)


def seen(found) -> approval.ApproveIn:
    return approval.ApproveIn(
        base_version=found.base_version, day_revision=found.day_revision, content=found.approval.content
    )


async def approve(world, day, *names, found=None):
    """Each looks at the draft and approves it; the last answer."""
    answer = None
    for name in names:
        wanted = seen(found or await look(world, day, name))
        answer = await approval.approve(
            production_id=day.production, day_id=day.id, wanted=wanted, by=actor(world, name), now=EVENING
        )
    return answer


async def wrapped_late(world, minutes: int) -> None:
    """The day before was worked, and its wrap estimated at so many minutes after its midnight."""
    async with tx() as db:
        await db.execute(
            "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, general_call, estimated_wrap)"
            " VALUES ($1, $2, $3, 'America/New_York', 402, $4)"
            " ON CONFLICT (production_id, unit_id, on_date) WHERE cancelled_at IS NULL AND cover_of IS NULL"
            " DO UPDATE SET estimated_wrap = excluded.estimated_wrap",
            world.production, world.unit, ON - timedelta(days=1), minutes,
        )  # fmt: skip
