"""A person's phones: stored, kept alive on each start, at most five; an address can't be taken over."""

from datetime import datetime, timedelta

import msgspec

from server.adapters.push_sender import BadKeys, receiver
from server.db import Tx, read, tx
from server.errors import Conflict, Invalid
from server.models.notify import notices as rows
from server.models.notify import subscriptions
from server.rules.access import Actor
from server.rules.notify.endpoints import origin_of
from server.rules.notify.message import same
from server.services.notify.release import tell_board
from server.services.notify.write import PENDING, About, NoticeIn, write
from server.services.production.leaving import Leaving, when_leaving

TEST_LASTS = timedelta(minutes=10)


class Taken(Conflict):
    code = "subscription_taken"
    title = "This phone's push address belongs to somebody else"
    next = "Turn ringing off and on again on this phone."


async def keep(endpoint: str, p256dh: str, auth: str, *, by: Actor, now: datetime) -> None:
    """Store this phone's subscription, or note that it still has it.

    It passes from one account to another only with the same secret, which nobody but this browser and we know: an
    address alone, seen in a log, takes nobody's pushes away. Raises Invalid, Taken.
    """
    if origin_of(endpoint) is None:
        raise Invalid("No push service that we know.", errors=[{"where": "endpoint", "what": "a known push service"}])
    try:
        receiver(p256dh, auth)
    except BadKeys:
        raise Invalid("These keys can't be used.", errors=[{"where": "p256dh", "what": "a P-256 point"}]) from None
    async with tx() as db:
        held = await subscriptions.lock(db, endpoint)
        other = held is not None and held.account_id != by.account_id
        if held is not None and other and not (same(held.auth, auth) and same(held.p256dh, p256dh)):
            raise Taken
        await subscriptions.keep(db, by.account_id, by.device_id, endpoint, p256dh, auth, now)


async def drop(endpoint: str, *, by: Actor) -> None:
    """A phone doesn't want to ring any more. Nothing happens when it was none of one's own."""
    async with tx() as db:
        await subscriptions.drop(db, by.account_id, endpoint)


class TestPush(msgspec.Struct, frozen=True):
    notice_id: int
    sent_at: datetime
    accepted_at: datetime | None
    shown_at: datetime | None


async def test_me(*, by: Actor, now: datetime) -> int:
    """A push to one's own phones that says nothing but that they ring. Returns the notice's id. Raises Conflict."""
    if not by.memberships:
        raise Conflict("You are on no production.", code="no_production")
    mine = by.memberships[min(by.memberships)]
    async with tx(mine.production_id) as db:
        if not await subscriptions.count(db, by.account_id):
            raise Conflict(
                "No phone of yours is set to ring.", code="no_subscription", next_step="Turn ringing on first."
            )
        rank = await db.fetchval(
            "SELECT coalesce(max(rank), 0) + 1 FROM notice WHERE production_id = $1 AND member_id = $2"
            " AND subject = 'test' AND subject_id = $3",
            mine.production_id, mine.member_id, by.account_id,
        )  # fmt: skip
        notice = NoticeIn(
            member_id=mine.member_id, rings=True, must_confirm=False,
            words={"title": "This phone rings", "body": "You asked for a test. Nothing has changed."},
            payload=b"{}", deadline=None, expires_at=now + TEST_LASTS,
        )  # fmt: skip
        about = About("test", by.account_id, rank)
        return (await write(db, mine.production_id, [notice], about=about, release_at=now, now=now))[0]


async def last_test(*, by: Actor) -> TestPush | None:
    """What came of the newest test to oneself."""
    async with read() as db:
        row = await db.fetchrow(
            "SELECT n.id, n.created_at, min(r.at) FILTER (WHERE r.state = 'accepted'),"
            " min(r.at) FILTER (WHERE r.state IN ('shown', 'opened', 'confirmed'))"
            " FROM member m JOIN notice n ON n.production_id = m.production_id AND n.member_id = m.id"
            " LEFT JOIN receipt r ON r.production_id = n.production_id AND r.notice_id = n.id"
            " WHERE m.account_id = $1 AND n.subject = 'test' AND n.subject_id = $1"
            " GROUP BY n.id, n.created_at ORDER BY n.id DESC LIMIT 1",
            by.account_id,
        )
    return TestPush(*row) if row else None


@when_leaving
async def end_telling(db: Tx, leaving: Leaving) -> None:
    """Who leaves is told nothing more and rings nobody; with the last production the phones are forgotten too."""
    await rows.end_of_member(db, leaving.production_id, leaving.member_id, PENDING, leaving.now)
    await rows.climb_now(db, leaving.production_id, leaving.member_id, leaving.now)
    if leaving.alone and leaving.account_id is not None:
        await subscriptions.drop_all(db, leaving.account_id)
    tell_board(db, {(leaving.production_id, "member", leaving.member_id)}, "notices_ended")
