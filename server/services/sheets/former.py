"""A former version goes out again: under whose approval, now that a later wrap may have cut somebody's rest."""

from datetime import datetime

import msgspec

from server.db import Tx
from server.models.schedule import working
from server.models.schedule.queries import DayRow
from server.models.sheets import approvals, forced
from server.models.sheets.versions import VersionRow
from server.rules.production.settings import Approver, settings_of
from server.rules.schedule.resolve import Resolved
from server.rules.sheets import approval as rule
from server.rules.sheets.snapshot import Line, Snapshot, line_id
from server.services.schedule.gather import Called, Gathered, gather
from server.services.schedule.resting import rests
from server.services.sheets.approval import UPM_WORDS, NotApproved, Under, of, who_signs


async def again(
    db: Tx, production_id: int, day: DayRow, page: Snapshot, *, former: VersionRow, newest: VersionRow, now: datetime
) -> Under:
    """What `former`, of which `page` is the content, goes out under once more, after `newest`.

    Raises NotApproved where its calls cut a rest that nobody has accepted: with neither of the two versions.
    """
    gathered = await gather(db, production_id, day)
    stood = of(former)
    if not settings_of(gathered.production.settings).approval or page.head.cancelled:
        return stood
    as_it_was = await _as_it_was(db, gathered, page)
    found = await rests(db, production_id, as_it_was)
    short = rule.short_lines({line_id(*key): rest for key, rest in found.items()})
    beforehand = await forced.allowed(db, production_id, day.id)
    accepted = rule.accepted(stood.short, of(newest).short, beforehand)
    if lines := rule.shorter(short, accepted):
        people = {line_id(c.member_id, c.position_id, c.element_id): c.name or c.title for c in _all(as_it_was)}
        names = ", ".join(sorted({people[line] for line in lines}))
        signers = await approvals.signers(db, production_id, now)
        label = UPM_WORDS.get(gathered.production.words, "UPM")
        who = " or ".join(who_signs(signers, Approver.UPM, day.unit_id))
        raise NotApproved(
            f"Going back to {former.colour} would leave {names} a short rest: that waits for"
            f" {f'{who}, {label}' if who else f'the {label}'}.",
            next_step=f"Type those calls into the draft: the {label} approves it by one tap, then issue it.",
            missing=[str(Approver.UPM)],
        )
    return Under(stood.approvals, short)


def _all(gathered: Gathered) -> list[Called]:
    return [*gathered.cast, *gathered.crew]


async def _as_it_was(db: Tx, gathered: Gathered, page: Snapshot) -> Gathered:
    """The day with the page's lines in place of the draft's."""
    members = sorted({line.member_id for line in page.lines if line.member_id is not None})
    people = await working.people(db, gathered.production.id, members)
    lines = [_called(line, people.get(line.member_id or 0)) for line in page.lines]
    return msgspec.structs.replace(
        gathered,
        crew=[called for called in lines if called.element_id is None],
        cast=[called for called in lines if called.element_id is not None],
    )


def _called(line: Line, person: working.PersonRow | None) -> Called:
    def minutes(name: str) -> int | None:
        time = getattr(line, name)
        return time.minutes if time else None

    return Called(
        member_id=line.member_id, position_id=line.position_id, element_id=line.element_id,
        department_id=line.department_id, department="", title=line.title, name=person.name if person else "",
        number=line.number, head=line.head, minor=line.minor, rest_pack=person.rest_pack if person else None,
        born_on=person.born_on if person else None, status=line.status, call_id=line.call_id, typed="department",
        times=Resolved(
            kind=line.kind, call=minutes("call"), pickup=minutes("pickup"), on_set=minutes("on_set"),
            makeup=minutes("makeup"), origin=line.origin,
        ),
        wardrobe=minutes("wardrobe"), rehearsal=minutes("rehearsal"), release=minutes("release"),
        place_id=line.place_id, remarks=line.remarks, moves=False, by_account=None,
    )  # fmt: skip
