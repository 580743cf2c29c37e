"""Who has Blue: some confirmed, one mail bounced, one phone off, one wrong number, an agent who knows."""

from datetime import datetime, timedelta
from uuid import uuid4

from server.db import tx
from server.models.notify import chasing, notices, receipts
from server.models.notify.receipts import Receipt
from server.rules.access import Actor
from server.rules.notify.chasers import chaser_of
from server.rules.notify.ladder import Rung
from server.rules.notify.states import Outcome, State
from server.services.demo import story
from server.services.demo.days import Shoot
from server.services.notify.ledger import read_ledger
from server.services.notify.receipts import note_ringing


async def tell_blue(shoot: Shoot, rank: int, *, by: Actor, at: datetime) -> None:
    """The evidence of the evening, as the phones, the mail server and the 2nd AD's calls left it."""
    ledger = await read_ledger(shoot.production_id, "sheet", shoot.today.id, rank=rank, by=by)
    notice = {entry.notice.name: entry.notice.notice_id for entry in ledger}
    proofs: list[tuple[int, State, str, str]] = []
    for name, number in notice.items():
        if name in story.CONFIRMED:
            proofs += [(number, State.SHOWN, "push", ""), (number, State.CONFIRMED, "push", "")]
        elif name == story.BOUNCED:
            proofs.append((number, State.BOUNCED, "mail", "mailbox full"))
        elif name == story.PHONE_OFF:
            proofs.append((number, State.EXPIRED, "push", "phone off"))
        elif name not in (story.WRONG_NUMBER, story.AGENT_OF):
            proofs.append((number, State.SHOWN, "push", ""))
        else:
            proofs.append((number, State.NO_CHANNEL, "", "no app, no address"))
    await write_proofs(shoot.production_id, proofs, at + timedelta(minutes=3))
    asked = [notice[name] for name in (story.BOUNCED, story.WRONG_NUMBER, story.AGENT_OF) if name in notice]
    await _ask(shoot.production_id, asked, at + timedelta(minutes=9), by=by)
    later = at + timedelta(minutes=12)
    if story.WRONG_NUMBER in notice:
        await note_ringing(
            shoot.production_id, notice[story.WRONG_NUMBER], Outcome.WRONG_NUMBER, call_id=uuid4(), proxy="",
            detail="a bakery in Camden", by=by, now=later,
        )  # fmt: skip
    if story.AGENT_OF in notice:
        await note_ringing(
            shoot.production_id, notice[story.AGENT_OF], Outcome.PROXY_KNOWS, call_id=uuid4(), proxy=story.AGENT,
            detail="agent", by=by, now=later,
        )  # fmt: skip


async def _ask(production_id: int, asked: list[int], at: datetime, *, by: Actor) -> None:
    """They are on their chasers' lists, and stay there: a visitor comes long after the deadline. Whose head hasn't
    joined is the 2nd AD's here, whose code is printed.
    """
    second = by.memberships[production_id].member_id
    async with tx(production_id) as db:
        team = await chasing.team(db, production_id, at)
        named = await chasing.named_chasers(db, production_id)
        people = {person.member_id: person for person in team}
        rungs: list[tuple[int, str, datetime | None, int | None, str, bool]] = []
        for number, found in (await notices.lock(db, asked)).items():
            chaser = chaser_of(people[found.member_id], team, named) or second
            rungs.append((number, Rung.CHASER, None, chaser, "late", False))
        await notices.set_rungs(db, rungs, at)


async def tell_all(production_id: int, day_id: int, *, by: Actor, at: datetime) -> None:
    """The day's sheet has reached everybody."""
    ledger = await read_ledger(production_id, "sheet", day_id, by=by)
    proofs = [(entry.notice.notice_id, State.SHOWN, "push", "") for entry in ledger]
    await write_proofs(production_id, proofs, at + timedelta(minutes=2))


async def write_proofs(production_id: int, proofs: list[tuple[int, State, str, str]], at: datetime) -> None:
    """What came of notices, one after the other."""
    final: dict[int, State] = {}
    async with tx(production_id) as db:
        rows = []
        for n, (number, state, channel, detail) in enumerate(proofs):
            moment = at + timedelta(seconds=7 * n)
            rows.append(
                Receipt(
                    id=uuid4(),
                    production_id=production_id,
                    notice_id=number,
                    state=state,
                    at=moment,
                    channel=channel,
                    detail=detail,
                    device_at=moment,
                )
            )
            final[number] = state
        await receipts.insert(db, rows)
        reasons = {number: detail for number, _, _, detail in proofs}
        await notices.set_states(db, [(number, state, reasons[number], at) for number, state in sorted(final.items())])
