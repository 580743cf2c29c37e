"""Approve a sheet by name, take it back, and who is still missing: an issue waits for it where a production asks so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from server.db import Tx, tx
from server.errors import Archived, Conflict, NotAllowed
from server.models.production import queries as productions
from server.models.schedule.queries import DayRow
from server.models.sheets import approvals, forced, versions
from server.models.sheets.approvals import SignerRow
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor, Membership
from server.rules.production.settings import Approver, settings_of
from server.rules.schedule.rest import Rest
from server.rules.sheets import approval as rule
from server.rules.sheets.approval import Asked, Reason
from server.rules.sheets.colours import colour
from server.rules.sheets.snapshot import Snapshot, line_id, thaw
from server.services.schedule.gather import Gathered
from server.services.schedule.resting import Key, rests
from server.services.sheets.gather import gather
from server.services.sheets.seen import lock, stale
from server.wire import Revision, Struct, as_text

UPM_WORDS = {"us": "UPM", "uk": "production manager"}


class NotApproved(Conflict):
    code = "not_approved"
    title = "It isn't approved yet"


class ApproveIn(Struct):
    """What the approver has seen: `content` of the draft at `day_revision`, after version `base_version`."""

    base_version: Revision
    day_revision: Revision
    content: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class ApprovalAskedOut(Struct):
    """One approval: asked for by the production, or by a rest that falls short."""

    role: str
    """first_ad, upm."""
    why: list[str]
    """first, general_call, rest. Empty: this issue doesn't wait for it; it may be given all the same."""
    name: str
    """Who gave it; empty: not given for this content."""
    title: str
    at: datetime | None
    yours: bool
    """The reader may give it, or take it back."""
    who: list[str]
    """Who can give it."""
    short: list[str]
    """Whose rest falls short, where that is why."""


class ApprovalOut(Struct):
    asked: list[ApprovalAskedOut]
    """Empty: this production's sheets are issued without approval."""
    waits: bool
    """An issue is refused until the rest of them is given."""
    content: str
    """Goes back with the approval: it holds for exactly this."""


class Standing(msgspec.Struct, frozen=True):
    """Of a draft: what is asked, what of it is given, and what would be frozen with it."""

    number: int
    colour: str
    content: bytes
    asked: list[Asked]
    short: Mapping[str, int]
    before: Mapping[str, int]
    signers: Sequence[SignerRow]
    words: str
    unit_id: int

    @property
    def missing(self) -> list[Asked]:
        return [one for one in self.asked if one.missing]


class Under(msgspec.Struct, frozen=True):
    """What a version is frozen with."""

    approvals: Sequence[int] = ()
    short: Mapping[str, int] = {}


async def standing(
    db: Tx, page: Snapshot, gathered: Gathered, newest: VersionRow | None, *, now: datetime,
    rest: Mapping[Key, Rest] | None = None,
) -> Standing:  # fmt: skip
    """Nothing is asked, in no statement, where the production's sheets aren't approved."""
    production = gathered.production
    settings = settings_of(production.settings)
    number = newest.number + 1 if newest else 1
    named, content = colour(settings.colours, number), rule.content_of(page)
    if not settings.approval:
        return Standing(number, named, content, [], {}, {}, [], production.words, gathered.day.unit_id)
    if rest is None:
        rest = await rests(db, production.id, gathered)
    short = rule.short_lines({line_id(*key): found for key, found in rest.items()})
    stood = msgspec.json.decode(newest.short_rest, type=dict[str, int]) if newest else {}
    day_id = gathered.day.cover_of or gathered.day.id
    before = rule.accepted(stood, await forced.allowed(db, production.id, day_id))
    wanted = rule.asked(settings.approval, page, thaw(newest.snapshot) if newest else None, short=short, before=before)
    said = await approvals.said(db, production.id, day_id, number)
    return Standing(
        number, named, content, rule.answered(wanted, said, number=number, content=content, short=short), short, before,
        await approvals.signers(db, production.id, now), production.words, gathered.day.unit_id,
    )  # fmt: skip


async def under(db: Tx, production_id: int, state: Standing, newest: VersionRow | None) -> Under:
    """What the version that follows `newest` goes out under. Raises NotApproved, with who is missing and what to do.

    A change that takes no new approval stands under those of the version before.
    """
    if state.missing:
        raise _refusal(state)
    if not state.asked:
        return Under()
    held = await approvals.roles_of(db, production_id, newest.approvals) if newest else {}
    given = {str(one.role): one.given.id for one in state.asked if one.given is not None}
    return Under(sorted((held | given).values()), state.short)


def of(version: VersionRow) -> Under:
    """What a version went out under, for the same content under a new number."""
    return Under(version.approvals, msgspec.json.decode(version.short_rest, type=dict[str, int]))


def frozen(with_: Under) -> dict[str, object]:
    return {"approvals": list(with_.approvals), "short_rest": as_text(dict(with_.short))}


async def approve(*, production_id: int, day_id: int, wanted: ApproveIn, by: Actor, now: datetime) -> ApprovalOut:
    """Approve the draft in every role of one's own that it asks for. Once more changes nothing. Nobody is told.

    Raises Stale when the draft isn't what the approver saw; NotAllowed where one's approval isn't asked; Conflict where
    nothing is approved here, or nothing differs from what is out.
    """
    async with tx(production_id) as db:
        state, day, page, gathered = await _held(db, production_id, day_id, wanted, by=by, now=now)
        for role in _own(state, by, gathered):
            if _given(state, role):
                continue
            made = await approvals.add(
                db, production_id, day.cover_of or day_id, role, state.number, state.colour, state.content,
                by.account_id, now,
                given=True, short=state.short,
            )  # fmt: skip
            db.note("sheet_approved", "approval", day.id, by=by, revision=state.number, ids={"approval": made})
        return await _out(db, page, gathered, by=by, now=now)


async def take_back(*, production_id: int, day_id: int, wanted: ApproveIn, by: Actor, now: datetime) -> ApprovalOut:
    """Take back the approval of one's roles for the draft that isn't issued. Raises as `approve` does."""
    async with tx(production_id) as db:
        state, day, page, gathered = await _held(db, production_id, day_id, wanted, by=by, now=now)
        for role in _own(state, by, gathered):
            if not _given(state, role):
                continue
            made = await approvals.add(
                db, production_id, day.cover_of or day_id, role, state.number, state.colour, state.content,
                by.account_id, now,
                given=False, short=state.short,
            )  # fmt: skip
            db.note("approval_taken_back", "approval", day.id, by=by, revision=state.number, ids={"approval": made})
        return await _out(db, page, gathered, by=by, now=now)


async def _held(
    db: Tx, production_id: int, day_id: int, wanted: ApproveIn, *, by: Actor, now: datetime
) -> tuple[Standing, DayRow, Snapshot, Gathered]:
    """The day locked, and the draft on which the actor acts as they saw it."""
    day = await lock(db, production_id, day_id, by=by, action="approve")
    production = await productions.production(db, production_id)
    if production.archived_at is not None:
        raise Archived
    if not settings_of(production.settings).approval:
        raise Conflict(
            "Sheets of this production are issued without approval.", code="not_asked",
            next_step="The office can ask for it under Settings.",
        )  # fmt: skip
    newest = await versions.newest(db, production_id, day.cover_of or day_id)
    page, gathered = await gather(db, production_id, day, by=by)
    state = await standing(db, page, gathered, newest, now=now)
    if wanted.base_version != state.number - 1 or wanted.content != state.content.hex():
        raise await stale(db, production_id, day, newest, page, wanted.base_version, wanted.day_revision, by=by)
    return state, day, page, gathered


def _given(state: Standing, role: Approver) -> bool:
    return any(one.role is role and one.given is not None for one in state.asked)


def _own(state: Standing, by: Actor, gathered: Gathered) -> list[Approver]:
    """Of what is asked, the actor's roles. Raises NotAllowed where there is none."""
    membership = by.on(gathered.production.id)
    mine = signs(membership, state.signers, gathered.day.unit_id)
    found = [one.role for one in state.asked if one.role in mine]
    if not found:
        raise NotAllowed(
            "This sheet doesn't wait for your approval.", next_step="The office says who approves, under Settings."
        )
    return found


def signs(membership: Membership | None, signers: Sequence[SignerRow], unit_id: int) -> frozenset[Approver]:
    """In which roles this member approves, as things stand on this production."""
    if membership is None:
        return frozenset()
    upm_there = any("upm" in one.roles and one.joined for one in signers)
    return rule.signs_as(membership, unit_id=unit_id, upm_there=upm_there)


async def _out(db: Tx, page: Snapshot, gathered: Gathered, *, by: Actor, now: datetime) -> ApprovalOut:
    newest = await versions.newest(db, gathered.production.id, gathered.day.cover_of or gathered.day.id)
    return approval_out(await standing(db, page, gathered, newest, now=now), gathered, by=by)


def approval_out(state: Standing, gathered: Gathered, *, by: Actor) -> ApprovalOut:
    """What the reader sees of it, with the names of who could."""
    membership = by.on(gathered.production.id)
    archived = membership is None or membership.archived
    mine = frozenset[Approver]() if archived else signs(membership, state.signers, gathered.day.unit_id)
    people = {
        line_id(called.member_id, called.position_id, called.element_id): called.name or called.title
        for called in (*gathered.cast, *gathered.crew)
    }
    lines = rule.shorter(state.short, state.before)
    return ApprovalOut(
        asked=[
            ApprovalAskedOut(
                role=str(one.role), why=[str(why) for why in one.why], name=one.given.name if one.given else "",
                title=one.given.title if one.given else "", at=one.given.at if one.given else None,
                yours=one.role in mine, who=who_signs(state.signers, one.role, gathered.day.unit_id),
                short=sorted({people[line] for line in lines}) if Reason.REST in one.why else [],
            )
            for one in state.asked
        ],
        waits=bool(state.missing),
        content=state.content.hex(),
    )  # fmt: skip


def who_signs(signers: Sequence[SignerRow], role: Approver, unit_id: int) -> list[str]:
    """Names of who gives this approval; with no UPM who has joined, the producers, and the UPM where there is none."""
    there = [one for one in signers if str(role) in one.roles and _unit(one, role, unit_id)]
    if role is Approver.UPM and not any(one.joined for one in there):
        there = [one for one in signers if "producer" in one.roles] or there
    return [one.name for one in there]


def _unit(signer: SignerRow, role: Approver, unit_id: int) -> bool:
    return role is Approver.UPM or signer.unit_id in {None, unit_id}


def waiting(state: Standing) -> str:
    """Whose approval an issue waits for, by name where somebody has the role; empty: nobody's."""
    label = {Approver.FIRST_AD: "1st AD", Approver.UPM: UPM_WORDS.get(state.words, "UPM")}
    missing = []
    for one in state.missing:
        names = who_signs(state.signers, one.role, state.unit_id)
        missing.append(f"{' or '.join(names)}, {label[one.role]}" if names else label[one.role])
    return f"{state.colour} waits for the approval of {' and '.join(missing)}." if missing else ""


def _refusal(state: Standing) -> NotApproved:
    """Who is missing, and what to do next."""
    label = {Approver.FIRST_AD: "1st AD", Approver.UPM: UPM_WORDS.get(state.words, "UPM")}
    nobody = [label[one.role] for one in state.missing if not who_signs(state.signers, one.role, state.unit_id)]
    step = "They approve it by one tap on their phone; then issue it."
    if nobody:
        step = f"Nobody here is {' or '.join(nobody)}: give the role on Crew, or say under Settings who approves."
    return NotApproved(waiting(state), next_step=step, missing=[str(one.role) for one in state.missing])
