"""Proof that somebody has it: by the phone's worker, by the page, by a tap, by a colleague who rang. Idempotent."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import msgspec

from server.adapters.keys import installation_key
from server.db import Tx, tx
from server.errors import Conflict, NotFound
from server.models.notify import notices, receipts
from server.models.notify.notices import StateRow
from server.models.notify.receipts import Receipt
from server.models.tasks import queries as tasks
from server.rules.access import Actor, Scope, may
from server.rules.notify import message, states
from server.rules.notify.ladder import HUMAN, REPEATS, Rung
from server.rules.notify.states import KNOWN, REACHES, Outcome, State
from server.services.notify.release import tell_board

_FUTURE = timedelta(minutes=2)


class Proof(msgspec.Struct, frozen=True):
    """A notice after a proof. `confirmed_at`: when the person tapped, by the phone's clock where it is believed."""

    id: int
    must_confirm: bool
    state: State
    confirmed_at: datetime | None


async def by_token(
    data: Path, notice_id: int, token: str, state: State, *, device_at: datetime | None, now: datetime
) -> Proof:
    """Shown or confirmed, with the one-purpose token of the notification and nothing else: also without a session.

    Raises NotFound for a wrong token and an unknown notice alike.
    """
    async with tx() as db:
        notice = (await notices.lock(db, [notice_id])).get(notice_id)
        good = message.token(installation_key(data), notice_id, notice.created_at) if notice else "-"
        if notice is None or not message.same(good, token):
            raise NotFound
        key = uuid5(NAMESPACE_URL, f"{notice_id}:{state}:token")
        return await _prove(db, notice, state, key=key, channel="push", device_id=None, device_at=device_at, now=now)


async def by_session(
    production_id: int, notice_id: int, state: State, *, device_at: datetime | None, by: Actor, now: datetime
) -> Proof:
    """Opened or confirmed on the page, of one's own notice: also of a vendor, who reads messages. Raises NotFound."""
    member, _ = may(by, "production", "read", production_id=production_id)
    async with tx(production_id) as db:
        notice = await notices.lock_own(db, production_id, notice_id)
        if notice is None or notice.member_id != member.member_id or notice.release_at > now:
            raise NotFound
        key = uuid5(NAMESPACE_URL, f"{notice_id}:{state}:{by.device_id}")
        return await _prove(
            db, notice, state, key=key, channel="page", device_id=by.device_id, device_at=device_at, now=now
        )


async def by_link(db: Tx, production_id: int, notice_id: int, state: State, *, now: datetime) -> Proof:
    """Opened or confirmed on a personal page; the caller has checked the link. Raises NotFound."""
    notice = await notices.lock_own(db, production_id, notice_id)
    if notice is None or notice.release_at > now:
        raise NotFound
    key = uuid5(NAMESPACE_URL, f"{notice_id}:{state}:link")
    return await _prove(db, notice, state, key=key, channel="link", device_id=None, device_at=None, now=now)


async def _prove(
    db: Tx, notice: StateRow, state: State, *, key: UUID, channel: str, device_id: int | None,
    device_at: datetime | None, now: datetime,
) -> Proof:  # fmt: skip
    # a phone whose clock is ahead says nothing about when: the server's own time stands then
    told_at = device_at if device_at is not None and device_at <= now + _FUTURE else None
    asked, notice = notice, await _standing(db, notice)
    receipt = Receipt(
        id=key, production_id=notice.production_id, notice_id=notice.id, state=state, at=now, channel=channel,
        device_id=device_id, device_at=told_at,
    )  # fmt: skip
    if await receipts.insert(db, [receipt]):
        await _move(db, notice, state, by=None, now=now)
    return Proof(
        asked.id,
        notice.must_confirm,
        states.after(State(notice.state), state),
        await receipts.confirmed_at(db, notice.production_id, notice.id),
    )


async def _standing(db: Tx, notice: StateRow) -> StateRow:
    """A phone without signal may answer a telling that was repeated meanwhile: what counts is the newest."""
    if notice.subject in REPEATS and notice.state == State.SUPERSEDED:
        return await notices.lock_newest(db, notice) or notice
    return notice


async def _move(db: Tx, notice: StateRow, proof: State, *, by: Actor | None, now: datetime) -> State:
    moved = states.after(State(notice.state), proof)
    if moved != notice.state:
        done = states.ended(moved, must_confirm=notice.must_confirm)
        await notices.set_states(db, [(notice.id, moved, "", now if done else None)])
    if moved in KNOWN:
        account = by.account_id if by else None
        await tasks.settle_about(db, notice.production_id, "ring", "notice", [notice.id], account, now)
    tell_board(db, {(notice.production_id, notice.subject, notice.subject_id)}, f"notice_{proof}")
    return moved


async def note_ringing(
    production_id: int, notice_id: int, outcome: Outcome, *, call_id: UUID, proxy: str, detail: str, by: Actor,
    now: datetime, own_list: bool = False,
) -> Proof:  # fmt: skip
    """What came of ringing a person. Only *knows* and *a proxy knows* take them off the list.

    `proxy`: the name of the agent, guardian or assistant who was spoken to · `own_list`: by who was asked to ring them;
    a wrong number goes to the office at once, which may have another. Raises NotFound, Conflict.
    """
    membership, scope = may(by, "ring" if own_list else "ledger", "write", production_id=production_id)
    if (outcome is Outcome.PROXY_KNOWS) != bool(proxy.strip()):
        raise Conflict("Say who was spoken to, where it wasn't the person.", code="proxy_name")
    async with tx(production_id) as db:
        notice = await notices.lock_own(db, production_id, notice_id)
        if notice is None or (own_list and notice.chaser_member_id != membership.member_id):
            raise NotFound
        if scope is Scope.DEPARTMENT and not await _works_in(
            db, production_id, notice.member_id, membership.heads or membership.departments
        ):
            raise NotFound
        notice = await _standing(db, notice)
        state = State.REACHED if outcome in REACHES else None
        receipt = Receipt(
            id=call_id, production_id=production_id, notice_id=notice.id, state=state or outcome, at=now,
            channel="phone", by_account=by.account_id, proxy=proxy.strip(), detail=detail,
        )  # fmt: skip
        moved = State(notice.state)
        if await receipts.insert(db, [receipt]):
            if state:
                moved = await _move(db, notice, state, by=by, now=now)
            else:
                if own_list and outcome is Outcome.WRONG_NUMBER and notice.rung == Rung.CHASER:
                    await notices.set_rungs(db, [(notice.id, Rung.OFFICE, None, None, "wrong_number", False)], now)
                tell_board(db, {(production_id, notice.subject, notice.subject_id)}, f"notice_{outcome}")
        confirmed = await receipts.confirmed_at(db, production_id, notice.id)
        return Proof(notice.id, notice.must_confirm, states.after(moved, state) if state else moved, confirmed)


async def take_over(production_id: int, notice_id: int, *, by: Actor, now: datetime) -> None:
    """The office rings this person itself: off the chaser's list, so that nobody is rung twice.

    Raises NotFound; Conflict where nobody has been asked to ring them, or they have it by now.
    """
    may(by, "ledger", "take", production_id=production_id)
    async with tx(production_id) as db:
        notice = await notices.lock_own(db, production_id, notice_id)
        if notice is None:
            raise NotFound
        if notice.state in KNOWN or Rung(notice.rung) not in HUMAN:
            raise Conflict("There is nobody to ring about this any more.", code="nothing_to_take_over")
        if notice.rung == Rung.CHASER:
            await notices.set_rungs(db, [(notice.id, Rung.OFFICE, None, None, "", False)], now)
            await receipts.insert(
                db,
                [
                    Receipt(
                        id=uuid4(), production_id=production_id, notice_id=notice.id, state="asked", at=now,
                        channel=Rung.OFFICE, by_account=by.account_id, detail="taken over",
                    )
                ],
            )  # fmt: skip
            tell_board(db, {(production_id, notice.subject, notice.subject_id)}, "notice_taken_over")


async def _works_in(db: Tx, production_id: int, member_id: int, departments: frozenset[int]) -> bool:
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM member_position WHERE production_id = $1 AND member_id = $2"
        " AND department_id = ANY($3::bigint[]))",
        production_id, member_id, list(departments),
    )  # fmt: skip
    return found


class Trouble(msgspec.Struct, frozen=True):
    """late, cant_come, need_lift or wrong_department, with what the person wrote."""

    kind: str
    text: str


async def report(production_id: int, notice_id: int, trouble: Trouble, *, by: Actor, now: datetime) -> int:
    """The button *A problem*: a task for the head and the 2nd AD. Returns its id. Raises NotFound."""
    member, _ = may(by, "sheet", "read", production_id=production_id)
    async with tx(production_id) as db:
        notice = await notices.lock_own(db, production_id, notice_id)
        if notice is None or notice.member_id != member.member_id or notice.release_at > now:
            raise NotFound
        why = f"{trouble.kind}: {trouble.text}" if trouble.text else trouble.kind
        row = (production_id, "notice", notice.id, notice.member_id, why, notice.expires_at)
        made = await tasks.insert(db, "problem", [row], now)
        db.note("problem_reported", "task", made[0], by=by)
        return made[0]
