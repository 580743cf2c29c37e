"""Forgetting: one person at their wish, and daily what is kept no longer. In place: nothing loses its shape."""

import json
import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from server.db import Tx, read, tx
from server.models.access import sessions
from server.models.production import grants, queries
from server.models.upkeep import erasures, forgetting
from server.models.upkeep.forgetting import OF_MEMBERS, OF_PRODUCTION, Named, Person, ProductionTerms
from server.rules.access import Role
from server.rules.production.grants import finish_on
from server.rules.production.wrapping import may_reopen
from server.rules.upkeep.erasing import Standing, why_not
from server.rules.upkeep.personal import Kept
from server.rules.upkeep.terms import DEVICES, MAIL, SILENT, days_of, due, last_day
from server.services.production.leaving import take_off

say = logging.getLogger("callboard.upkeep")
_LEAST = 5
"""Letters of a name, or digits of a number: what is shorter isn't one person's alone."""


async def forget_member(db: Tx, production_id: int, member_id: int, *, dying: bool = False, now: datetime) -> bool:
    """One member becomes a former crew member of this production. False: there is nothing to forget.

    `dying`: the account goes too. With the last production that knows somebody it always does.
    """
    one = await forgetting.person(db, production_id, member_id)
    if one is None or one.forgotten_at is not None:
        return False
    if one.removed_at is None:
        await take_off(db, production_id, member_id, one.account_id, now=now)
    acts, alone = one.account_id, False
    if one.account_id is not None and not dying:
        alone = not await erasures.known_elsewhere(db, one.account_id, but=(production_id, member_id))
        acts = one.account_id if alone else await forgetting.hand_over_acts(db, production_id, one.account_id, now=now)
    await forgetting.scrub(db, production_id, one, _named(one), account_id=acts, now=now)
    if one.email and (dying or alone or one.account_id is None):
        await forgetting.drop_mail(db, one.email)
    if alone and one.account_id is not None:
        await _forget_account_row(db, one.account_id, now=now)
    await queries.contacts_changed(db, production_id)
    db.note("member_forgotten", "member", member_id, production_id=production_id)
    return True


async def forget_account(db: Tx, account_id: int, *, now: datetime) -> None:
    """The whole person, on every production."""
    for production_id, member_id in await erasures.members_of(db, account_id):
        await forget_member(db, production_id, member_id, dying=True, now=now)
    await _forget_account_row(db, account_id, now=now)


async def _forget_account_row(db: Tx, account_id: int, *, now: datetime) -> None:
    found = await forgetting.account(db, account_id)
    if found is None:
        return
    if found.email:
        await forgetting.drop_mail(db, found.email)
    # phones are told that their owner has left: they hand over what is unsent, then wipe
    await sessions.revoke_all(db, account_id, why="left", now=now)
    await forgetting.scrub_account(db, account_id)
    db.note("account_forgotten", "account", account_id)


def _named(one: Person) -> Named:
    """The whole name as it may stand in a sentence, addresses and numbers. A single word is left alone: it would hit
    others of that name.
    """
    names = [name for name in (one.name.strip(), one.account_name or "") if " " in name]
    other = (one.email, one.account_email, one.mobile, one.mobile_typed, one.second_number)
    words = [text for text in (*names, *other) if text and len(text) >= _LEAST]
    if not words:
        return Named("(?!)", "(?!)")
    plain = "|".join(map(re.escape, words))
    # in JSON a quote is written \", and the first word of a line comes after \n
    quoted = "|".join(re.escape(json.dumps(text, ensure_ascii=False)[1:-1]) for text in words)
    return Named(rf"(?<!\w)(?:{plain})(?!\w)", rf"(?:(?<!\w)|(?<=\\[nrt]))(?:{quoted})(?!\w)")


async def standings(db: Tx, members: list[tuple[int, int]], *, now: datetime) -> list[Standing]:
    """How each of these (production, member) stands, as far as erasing depends on it."""
    found = []
    for production_id, member_id in members:
        one, terms = await forgetting.person(db, production_id, member_id), await forgetting.terms(db, production_id)
        if one is None or terms is None or one.forgotten_at is not None:
            continue
        # taken off and engaged again it is another member, and the same person who works
        here = one.id if one.removed_at is None else await forgetting.here_again(db, production_id, one.account_id)
        held = (await grants.held(db, production_id, [here])).get(here, []) if here else []
        can_open = terms.archived_at is None or may_reopen(terms.archived_at, now=now)
        found.append(
            Standing(
                production=terms.name,
                left=here is None,
                wrapped=terms.archived_at is not None,
                hold=terms.hold,
                finish_on=finish_on(held),
                today=now.astimezone(ZoneInfo(terms.zone)).date(),
                alone=can_open and await grants.is_only(db, production_id, here or 0, Role.COORDINATOR, now),
            )
        )
    return found


async def erase_due(*, now: datetime) -> int:
    """Whoever asked a day ago, each in a transaction of its own. Whom something stands in the way of waits; one that
    fails is said and tried again, and holds up nobody else.
    """
    done = 0
    async with read() as db:
        waiting = await erasures.due(db, now)
    for number in waiting:
        try:
            done += await _erase(number, now=now)
        except asyncpg.PostgresError:
            say.exception("erasure %d failed and is tried again", number)
    if done:
        say.info("%d erased as they asked", done)
    return done


async def _erase(number: int, *, now: datetime) -> bool:
    async with tx() as db:
        asked = await erasures.claim(db, number)
        if asked is None:
            return False
        members = await erasures.members_meant(db, asked)
        if why_not(await standings(db, members, now=now)):
            return False
        if asked.account_id is not None:
            await forget_account(db, asked.account_id, now=now)
        else:
            await forget_member(db, *members[0], now=now)
        await erasures.done(db, number, now)
        return True


class _Plan(msgspec.Struct):
    """What is due on one production: classes with their members, and classes of the whole."""

    of_members: dict[Kept, list[int]]
    of_production: list[Kept]


async def forget_due(*, now: datetime) -> Mapping[str, int]:
    """Whatever is kept no longer, on every production; rows by class. Said again the same day it finds nothing."""
    total: Counter[str] = Counter()
    async with read() as db:
        productions = await forgetting.all_terms(db)
    for one in productions:
        try:
            async with tx(one.id) as db:
                total.update(await _forget_of(db, one, now=now))
        except asyncpg.PostgresError:
            say.exception("what production %d keeps no longer wasn't forgotten; it is tried again tomorrow", one.id)
    async with tx() as db:
        total["device"] = await forgetting.forget_devices(db, now - DEVICES)
        total["mail"] = await forgetting.forget_mail(db, now - MAIL)
        for account_id in await forgetting.silent_accounts(db, now - SILENT):
            await forget_account(db, account_id, now=now)
            total["account"] += 1
    forgot = {name: many for name, many in total.items() if many}
    if forgot:
        say.info("forgot what is kept no longer, rows by class: %s", forgot)
    return forgot


async def _forget_of(db: Tx, production: ProductionTerms, *, now: datetime) -> Mapping[str, int]:
    if production.hold:
        return {}
    people = await forgetting.persons(db, production.id)
    held = await grants.held(db, production.id, [one.id for one in people])
    finishes = {one.id: finish_on(held.get(one.id, [])) for one in people}
    plan = _plan(production, people, finishes, now=now)
    forgot: Counter[Kept] = Counter()
    for kept in plan.of_production:
        forgot[kept] += await forgetting.run(db, OF_PRODUCTION[kept], production.id)
    for kept, members in plan.of_members.items():
        if kept is Kept.IDENTITY:
            for member_id in members:
                forgot[kept] += await forget_member(db, production.id, member_id, now=now)
        else:
            forgot[kept] += await forgetting.run(db, OF_MEMBERS[kept], production.id, members)
    counted = {kept.value: many for kept, many in sorted(forgot.items()) if many}
    if counted:
        await queries.contacts_changed(db, production.id)
        db.note("forgotten", "production", production.id, ids=counted)
    return counted


def _plan(
    production: ProductionTerms, people: list[Person], finishes: Mapping[int, date | None], *, now: datetime
) -> _Plan:
    zone = ZoneInfo(production.zone)
    today = now.astimezone(zone).date()
    days = days_of(msgspec.json.decode(production.terms, type=dict[Kept, int]))
    wrapped = production.wrapped_on

    def is_due(kept: Kept, last: date | None) -> bool:
        return due(kept, days, wrapped_on=wrapped, last_day=last, today=today)

    lasts = {
        one.id: last_day(
            wrapped_on=wrapped,
            left_on=one.removed_at.astimezone(zone).date() if one.removed_at else None,
            finish_on=finishes.get(one.id),
        )
        for one in people
    }
    return _Plan(
        {kept: [i for i, last in lasts.items() if is_due(kept, last)] for kept in (*OF_MEMBERS, Kept.IDENTITY)},
        [kept for kept in OF_PRODUCTION if is_due(kept, wrapped)],
    )
