"""Text messages: who may be sent one now; agreeing, stopping. Nothing is sent without consent."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from server.db import Tx, read, tx
from server.errors import Conflict, Invalid, NotFound
from server.models.notify import texts
from server.models.notify.notices import DueRow
from server.rules.access import Actor, may
from server.rules.notify.sms import WINDOW, Consent, may_text, number_of, says_stop
from server.rules.production.settings import settings_of

AHEAD = timedelta(days=1)
"""Of the server's date the coordinator's own may be as much ahead."""


async def textable(db: Tx, wanted: Sequence[DueRow], *, now: datetime) -> set[int]:
    """Of notices that would be texted those that may be, as far as the caps let; the first of `wanted` first."""
    if not wanted:
        return set()
    productions = {one.production_id for one in wanted}
    sent = await texts.sent(db, productions, now - WINDOW)
    of_person = Counter({(row.production_id, row.member_id): row.sent for row in sent})
    of_all: Counter[int] = Counter()
    for row in sent:
        of_all[row.production_id] += row.sent
    caps = {row.id: settings_of(row.settings) for row in await texts.caps(db, productions)}
    found = set()
    for one in wanted:
        cap, person = caps[one.production_id], (one.production_id, one.member_id)
        agreed = Consent(agreed_at=now)  # the query asked already
        if one.mobile and may_text(
            agreed, switched_on=cap.sms, today=of_person[person], most=cap.sms_per_person,
            of_all=of_all[one.production_id], most_of_all=cap.sms_per_day,
        ):  # fmt: skip
            found.add(one.id)
            of_person[person] += 1
            of_all[one.production_id] += 1
    return found


class Texting(msgspec.Struct, frozen=True, kw_only=True):
    """One person's text messages on one production."""

    offered: bool
    """The installation has a gateway and the production has switched it on."""
    number: str
    agreed_at: datetime | None
    agreed_on: date | None
    """As the coordinator recorded it; null: the person switched it on."""
    stopped_at: datetime | None
    stopped_how: str
    """answer, person, office; empty: it isn't stopped."""


async def texting_of(production_id: int, member_id: int | None = None, *, gateway: bool, by: Actor) -> Texting:
    """One's own without `member_id`; of others for who may change them. Raises NotFound, NotAllowed."""
    whom = _whom(production_id, member_id, by)
    async with read() as db:
        return await _texting(db, production_id, whom, gateway=gateway)


async def _texting(db: Tx, production_id: int, member_id: int, *, gateway: bool) -> Texting:
    row = await texts.consent(db, production_id, member_id)
    if row is None:
        raise NotFound
    caps = await texts.caps(db, [production_id])
    return Texting(
        offered=gateway and any(settings_of(each.settings).sms for each in caps), number=row.mobile or "",
        agreed_at=row.agreed_at, agreed_on=row.agreed_on, stopped_at=row.stopped_at, stopped_how=row.stopped_how,
    )  # fmt: skip


def _whom(production_id: int, member_id: int | None, by: Actor) -> int:
    if member_id is None:
        membership = by.on(production_id)
        if membership is None:
            raise NotFound
        return membership.member_id
    may(by, "member", "change", production_id=production_id)
    return member_id


async def agree(
    production_id: int, member_id: int | None = None, *, on: date | None = None, gateway: bool, by: Actor, now: datetime
) -> Texting:
    """The person switches it on; or the coordinator records that they said yes, `on` a date.

    Who stopped it themselves can only take that back themselves. Raises NotFound, Invalid, Conflict.
    """
    whom = _whom(production_id, member_id, by)
    if on is not None and on > (now + AHEAD).date():
        raise Invalid("They can't have agreed yet.", errors=[{"where": "agreed_on", "what": "a day that has been"}])
    async with tx(production_id) as db:
        row = await texts.consent(db, production_id, whom, lock=True)
        if row is None:
            raise NotFound
        if not row.mobile or not row.mobile.startswith("+"):
            raise Conflict(
                "There is no mobile number that can be texted.", code="no_mobile",
                next_step="Put the number in with its country code.",
            )  # fmt: skip
        if member_id is not None and row.stopped_how in {"answer", "person"}:
            raise Conflict(
                "They stopped text messages themselves.", code="stopped_by_person",
                next_step="Only they can switch them on again, under Me.",
            )  # fmt: skip
        await texts.agree(db, production_id, whom, number=row.mobile, on=on, by=by.account_id, now=now)
        db.note("sms_agreed", "member", whom, by=by)
        return await _texting(db, production_id, whom, gateway=gateway)


async def stop(production_id: int, member_id: int | None = None, *, gateway: bool, by: Actor, now: datetime) -> Texting:
    """No more, at once: what waits to be sent is dropped. Raises NotFound."""
    whom = _whom(production_id, member_id, by)
    async with tx(production_id) as db:
        if await texts.consent(db, production_id, whom, lock=True) is None:
            raise NotFound
        await texts.stop(db, production_id, whom, "person" if member_id is None else "office", now)
        db.note("sms_stopped", "member", whom, by=by)
        return await _texting(db, production_id, whom, gateway=gateway)


async def answered(sender: str, words: str, *, now: datetime) -> bool:
    """Somebody texted back. STOP ends it on every production that has this number; anything else changes nothing.

    Returns whether it was a stop. Raises Invalid for a stop of which it can't be said whose it is.
    """
    if not says_stop(words):
        return False
    number = number_of(sender)
    async with tx() as db:
        whose = await texts.lock_members_of(db, number) if number else []
        if not whose and not sender.strip().startswith("+"):
            raise Invalid(
                "Nobody has the number of this stop.",
                errors=[{"where": "sender", "what": "the number with + and country code"}],
            )
        for production_id, member_id in whose:
            await texts.stop(db, production_id, member_id, "answer", now)
            db.note("sms_stopped", "member", member_id, production_id=production_id)
    return True


async def still_wanted(production_id: int, member_id: int, number: str) -> bool:
    """Asked again just before a message leaves."""
    async with read() as db:
        return await texts.allowed(db, production_id, member_id, number)
