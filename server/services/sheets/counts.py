"""Counts of a day for caterer and background: as the draft has them, as they were sent, and sending them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from server.db import Tx, read, tx
from server.errors import Conflict, Stale
from server.models.production import queries as production
from server.models.schedule import queries as schedule
from server.models.schedule import working
from server.models.schedule.queries import DayRow
from server.models.schedule.working import WorkerRow
from server.models.sheets import counts as rows
from server.models.sheets.counts import SentRow, ToldRow
from server.rules.access import Actor, Scope, may, scope_of
from server.rules.notify.ladder import Rung
from server.rules.notify.states import State, on_board
from server.rules.schedule.times import instant
from server.rules.sheets import counts as rule
from server.rules.sheets.counts import Counts, Stage, Whom
from server.rules.sheets.person import members_of
from server.rules.sheets.snapshot import Snapshot
from server.services.notify.write import About, NoticeIn, write
from server.services.sheets.gather import gather
from server.services.sheets.seen import lock
from server.wire import Struct

LAST = timedelta(hours=30)
"""After midnight of a day without a general call its count is nobody's concern any more."""
_Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class NumberOut(Struct):
    """`name`: crew, cast, stand_in, stunt, background, total, breakfast, lunch, second_meal; or a diet."""

    name: str
    many: int


class CountToldOut(Struct):
    """`state`: has_it, being_called, hasnt; empty: a newer count has taken its place."""

    name: str
    state: str


class CountSentOut(Struct):
    stage: str
    numbers: list[NumberOut]
    by: str
    at: datetime
    told: list[CountToldOut]


class CountForOut(Struct):
    """What one reader is told. `whom`: catering, background · `next`: what a sending as final would be.

    `differs`: from what was sent last, more or fewer.
    """

    whom: str
    who: list[str]
    numbers: list[NumberOut]
    next: str
    differs: list[NumberOut]
    sent: list[CountSentOut]


class CountsOut(Struct):
    """`maybe`: on call or without a time yet, in no other number · `diets`: of who eats the main meal."""

    day_id: int
    zone: str
    may_send: bool
    total: int
    kinds: list[NumberOut]
    meals: list[NumberOut]
    diets: list[NumberOut]
    maybe: int
    readers: list[CountForOut]


class SendCountIn(Struct):
    """`numbers`: as they were seen. `final`: not a preliminary any more."""

    whom: Whom
    numbers: Annotated[dict[str, _Number], msgspec.Meta(max_length=12)]
    final: bool = False


async def look(production_id: int, day_id: int, *, by: Actor) -> CountsOut:
    """Raises NotFound, NotAllowed, Invalid (a missing local time)."""
    membership, _ = may(by, "sheet", "preview", production_id=production_id)
    async with read() as db:
        day = await schedule.day(db, production_id, day_id)
        found = await _found(db, production_id, day, by)
        sent = await rows.sent(db, production_id, day_id)
        told = await rows.told(db, production_id, day_id)
        people = await working.workers(db, production_id, day.on_date, day.on_date, [])
    scope = scope_of(membership, "sheet", "prepare")
    here = scope is Scope.ALL or (scope is Scope.UNIT and membership.unit_id == day.unit_id)
    return CountsOut(
        day_id=day_id, zone=day.zone, total=found.total, maybe=found.maybe, kinds=_numbers(found.kinds),
        may_send=here and day.cover_of is None and not membership.archived
        and (day.cancelled_at is None or bool(sent)),
        meals=_numbers(found.meals), diets=_numbers(found.diets),
        readers=[_for(whom, found, sent, told, _readers(whom, people, day.unit_id)) for whom in Whom],
    )  # fmt: skip


def _for(
    whom: Whom, found: Counts, sent: Sequence[SentRow], told: Sequence[ToldRow], readers: Sequence[WorkerRow]
) -> CountForOut:
    mine = [one for one in sent if one.whom == whom]
    numbers = found.of(whom)
    return CountForOut(
        whom=whom.value, who=sorted({one.name for one in readers}), numbers=_numbers(numbers),
        next=rule.stage_of([Stage(one.stage) for one in mine], final=bool(mine)).value,
        differs=_numbers(rule.changed(mine[0].numbers, numbers)) if mine else [],
        sent=[
            CountSentOut(
                stage=one.stage, numbers=_numbers(one.numbers), by=one.by, at=one.at,
                told=[CountToldOut(name=each.name, state=_state(each)) for each in told if each.sent_id == one.id],
            )
            for one in mine
        ],
    )  # fmt: skip


def _numbers(found: dict[str, int]) -> list[NumberOut]:
    return [NumberOut(name=name, many=many) for name, many in rule.in_order(found).items()]


def _state(row: ToldRow) -> str:
    found = on_board(State(row.state), with_office=row.rung == Rung.OFFICE)
    return found.value if found else ""


def _readers(whom: Whom, people: Sequence[WorkerRow], unit_id: int) -> list[WorkerRow]:
    """Of the day's unit, or of another where it has none of its own; the heads among them, where there are any."""
    found = [one for one in people if rule.told(whom, one.department, one.title)]
    found = [one for one in found if one.unit_id == unit_id] or found
    return [one for one in found if one.head] or found


async def _found(db: Tx, production_id: int, day: DayRow, by: Actor) -> Counts:
    page, _ = await gather(db, production_id, day, by=by)
    return rule.counts(page, await rows.diets(db, production_id, members_of(page)))


async def send(*, production_id: int, day_id: int, wanted: SendCountIn, by: Actor, now: datetime) -> None:
    """Tell who feeds the people, or brings the background, and keep the numbers. After a final it is a push.

    Raises NotFound, NotAllowed, Stale (it says otherwise by now), Conflict (nobody to tell, nothing new).
    """
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="prepare")
        if day.cover_of is not None:
            raise Conflict("A count is of the day, not of its cover set.", code="cover_set")
        found = await _found(db, production_id, day, by)
        numbers = found.of(wanted.whom)
        if numbers != wanted.numbers:
            raise Stale(f"It is {rule.said(numbers)} by now.", difference=[])
        mine = [one for one in await rows.sent(db, production_id, day_id) if one.whom == wanted.whom]
        stage = rule.stage_of([Stage(one.stage) for one in mine], final=wanted.final)
        if day.cancelled_at is not None and not mine:
            raise Conflict("This day is cancelled, and they were told nothing of it.", code="day_cancelled")
        if mine and mine[0].numbers == numbers and (mine[0].stage, stage) != (Stage.PRELIMINARY, Stage.FINAL):
            raise Conflict("That is what they were told last.", code="same_count")
        people = await working.workers(db, production_id, day.on_date, day.on_date, [])
        readers = {one.member_id for one in _readers(wanted.whom, people, day.unit_id)}
        if not readers:
            raise Conflict(_NOBODY[wanted.whom], code="no_reader", next_step="Put them on Crew; then send it.")
        made = await rows.add(db, production_id, day_id, wanted.whom, stage, numbers, by.account_id, now)
        on = _on(day, several=len(await production.units(db, production_id)) > 1)
        said = rule.words(found, wanted.whom, stage, mine[0].numbers if mine else {}, on)
        ends = max(now, instant(day.on_date, day.zone, 0) + LAST)
        await write(
            db, production_id,
            [
                NoticeIn(
                    member_id=member, rings=True, must_confirm=False, words=said, payload=b"{}", deadline=None,
                    expires_at=ends,
                )
                for member in sorted(readers)
            ],
            about=About(f"count_{wanted.whom}", day_id, len(mine) + 1, made), release_at=now, now=now,
        )  # fmt: skip
        db.note("count_sent", "count", day_id, by=by, ids={"count": made})


def _on(day: DayRow, *, several: bool) -> str:
    """What the count is of: a caterer of two units has two counts of one date."""
    on = f"{day.on_date:%a} {day.on_date.day} {day.on_date:%b}"
    return f"{on}{f', {day.unit}' if several else ''}{' is cancelled' if day.cancelled_at is not None else ''}"


_NOBODY = {
    Whom.CATERING: "Nobody of this day is in Catering.",
    Whom.BACKGROUND: "Nobody of this day brings the background.",
}
_NAMED = {Whom.CATERING: "Catering", Whom.BACKGROUND: "Background"}


async def old(db: Tx, production_id: int, page: Snapshot) -> list[str]:
    """Counts that were sent and are other by now, a sentence each; one statement."""
    newest: dict[str, SentRow] = {}
    for one in await rows.sent(db, production_id, page.head.day_id):
        newest.setdefault(one.whom, one)
    found = rule.counts(page, {})
    return [
        f"{_NAMED[whom]} was told {rule.said(newest[whom].numbers)}, now {rule.said(found.of(whom))}: send it again"
        for whom in Whom
        if whom in newest and newest[whom].numbers != found.of(whom)
    ]
