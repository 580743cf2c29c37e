"""Who still has to approve a sheet before it is issued, and why (trust.md, *Who may do what*).

An approval holds for one content and one number: what is typed afterwards, or issued in between, is approved anew.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from server.rules.access import Membership, Role
from server.rules.production.settings import Approver
from server.rules.schedule.rest import Rest
from server.rules.sheets.snapshot import Snapshot, freeze

SHORT = {Approver.FIRST_AD: "1st AD", Approver.UPM: "UPM"}


class Reason(StrEnum):
    """Why an approval is asked for."""

    FIRST = "first"
    """Nothing of the day is out yet."""
    GENERAL_CALL = "general_call"
    CANCELLED = "cancelled"
    """The day is cancelled, or on again."""
    REST = "rest"
    """Somebody's rest falls short, or shorter than in the version that is out."""


class Word(msgspec.Struct, frozen=True):
    """What somebody did: approved a content as version `number`, or (`given` false) took that back."""

    id: int
    role: Approver
    number: int
    content: bytes
    given: bool
    at: datetime
    name: str
    title: str
    colour: str
    short: Mapping[str, int] = {}
    """Minutes of rest by line that fell short when it was said."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One approval. `why` empty: it isn't needed for this issue, and may be given all the same."""

    role: Approver
    why: tuple[Reason, ...] = ()
    given: Word | None = None

    @property
    def missing(self) -> bool:
        return bool(self.why) and self.given is None


def content_of(page: Snapshot) -> bytes:
    """What an approval is given for: 32 bytes, equal for pages that say the same of this day.

    How many days there are, and what the next ones bring, is typed elsewhere.
    """
    head = msgspec.structs.replace(page.head, number=None, of=None)
    return hashlib.sha256(freeze(msgspec.structs.replace(page, head=head, advance=()))).digest()


def short_lines(rest: Mapping[str, Rest]) -> dict[str, int]:
    """Minutes of rest by line, of those whose daily rest falls short."""
    return {line: found.minutes for line, found in rest.items() if found.short}


def shorter(short: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """Lines whose rest falls short now and didn't, or not so far, in the version that is out."""
    return [line for line, minutes in short.items() if line not in before or minutes < before[line]]


def accepted(*before: Mapping[str, int]) -> dict[str, int]:
    """The shortest rest by line that somebody has said yes to, of several times."""
    found: dict[str, int] = {}
    for short in before:
        for line, minutes in short.items():
            found[line] = min(minutes, found.get(line, minutes))
    return found


def asked(
    approvers: Iterable[Approver],
    page: Snapshot,
    issued: Snapshot | None,
    *,
    short: Mapping[str, int],
    before: Mapping[str, int],
) -> list[Asked]:
    """Whose approval `page` takes, after `issued` (None: nothing is out). Empty where the production asks for none.

    `short`, `before`: minutes of rest by line that falls short, on this page and when `issued` went out; of a
    cancelled day nobody's.
    """
    roles = sorted(set(approvers))
    if not roles:
        return []
    why: dict[Approver, list[Reason]] = {role: [] for role in roles}
    if issued is None:
        for reasons in why.values():
            reasons.append(Reason.FIRST)
    elif issued == page:
        return [Asked(role=role) for role in roles]  # rung once more: nothing that anybody could approve
    elif issued.head.cancelled != page.head.cancelled:
        for reasons in why.values():
            reasons.append(Reason.CANCELLED)
    elif issued.head.general_call != page.head.general_call:
        for reasons in why.values():
            reasons.append(Reason.GENERAL_CALL)
    if shorter(short, before) and not page.head.cancelled:
        why.setdefault(Approver.UPM, []).append(Reason.REST)
    return [Asked(role=role, why=tuple(reasons)) for role, reasons in why.items()]


def answered(
    wanted: Iterable[Asked], said: Iterable[Word], *, number: int, content: bytes, short: Mapping[str, int]
) -> list[Asked]:
    """`wanted` with what was given for this content as version `number`; `said` oldest first, the last word counts.

    The UPM's holds no longer once a rest falls short, or shorter, that didn't when it was given: a later wrap.
    """
    last = {word.role: word for word in said if word.number == number and word.content == content}

    def holds(word: Word | None) -> bool:
        return word is not None and word.given and not (word.role is Approver.UPM and shorter(short, word.short))

    return [msgspec.structs.replace(one, given=last[one.role] if holds(last.get(one.role)) else None) for one in wanted]


def signs_as(membership: Membership, *, unit_id: int, upm_there: bool) -> frozenset[Approver]:
    """In which roles this member approves a sheet of `unit_id`. A producer stands in where nobody is UPM."""
    found = set()
    if Role.FIRST_AD in membership.roles and membership.unit_id in {None, unit_id}:
        found.add(Approver.FIRST_AD)
    if Role.UPM in membership.roles or (Role.PRODUCER in membership.roles and not upm_there):
        found.add(Approver.UPM)
    return frozenset(found)
