"""The draft as the office edits it: the page as it would be frozen, what it changes, whom it would ring."""

from datetime import datetime
from zoneinfo import ZoneInfo

from server.db import read
from server.models.production import queries as productions
from server.models.sheets import draft, reading, versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor, may, scope_of
from server.rules.access.fields import sight_of
from server.rules.production.settings import settings_of
from server.rules.sheets import held, words
from server.rules.sheets.colours import colour
from server.rules.sheets.diff import diff
from server.rules.sheets.held import MyChange
from server.rules.sheets.person import CALLED, members_of
from server.rules.sheets.sheet import SheetOut, sheet_out
from server.rules.sheets.snapshot import Snapshot, thaw
from server.services.sheets.gather import gather
from server.services.sheets.publish import Issued, out
from server.services.sheets.tell import Before, concerned, gather_known
from server.wire import Struct


class WasOut(Struct):
    """A line that changes a time: what the newest issued page says."""

    line: str
    call: datetime | None
    kind: str


class ConcernedOut(Struct):
    """One person whom issuing now would tell."""

    member_id: int
    name: str
    change: MyChange
    words: str


class NextOut(Struct):
    number: int
    colour: str


class DraftOut(Struct):
    sheet: SheetOut
    day_revision: int
    base_version: int
    """Number of the newest version, held ones too; 0: none. Goes back with the issue."""
    base_colour: str
    next: NextOut
    was: list[WasOut]
    difference: list[str]
    """Against the newest version, in sentences."""
    concerned: list[ConcernedOut]
    silent: int
    """Called, and not touched by it."""
    called: int
    typed: list[str]
    """Ids of lines whose call was typed for that person."""
    hold: Issued | None
    """The version that can still be stopped."""
    may_publish: bool
    at: datetime


async def preview(production_id: int, day_id: int, *, by: Actor, now: datetime) -> DraftOut:
    """The same statements for 15 and 300 crew. Raises NotFound, NotAllowed, Invalid (a missing local time)."""
    membership, _ = may(by, "sheet", "prepare", production_id=production_id)
    async with read() as db:
        day = await draft.day(db, production_id, day_id)
        page = await gather(db, production_id, day)
        newest = await versions.newest(db, production_id, day_id)
        before = await gather_known(db, production_id, day_id)
        issued = thaw(newest.snapshot) if newest else None
        people = members_of(page) | (members_of(issued) if issued else set()) | before.known.keys()
        around = await reading.around(db, production_id, people)
        settings = settings_of((await productions.production(db, production_id)).settings)
    names = {person.id: person.name for person in around.people.values()}
    number = newest.number if newest else 0
    upcoming = colour(settings.colours, number + 1)
    told = _told(page, before, names, upcoming)
    called = {line.member_id for line in page.lines if line.kind in CALLED and line.member_id}
    return DraftOut(
        sheet=sheet_out(page, None, number, around, sight_of(membership), own=None),
        day_revision=day.revision,
        base_version=number,
        base_colour=newest.colour if newest else "",
        next=NextOut(number=number + 1, colour=upcoming),
        was=_was(page, issued),
        difference=words.lines_of(diff(issued, page), issued, names) if issued else [],
        concerned=told,
        silent=len(called - {one.member_id for one in told}),
        called=len(called),
        typed=[line.id for line in page.lines if line.call_id is not None],
        hold=_hold(newest, now),
        may_publish=scope_of(membership, "sheet", "publish") is not None,
        at=now.astimezone(ZoneInfo("UTC")),
    )


def _told(page: Snapshot, before: Before, names: dict[int, str], version: str) -> list[ConcernedOut]:
    found = []
    for one in concerned(page, before):
        if one.changes and one.member_id in names:
            since = None
            if one.known is not None and one.known in before.pages:
                since = held.FromVersion(number=one.known, colour=before.colours[one.known])
            said = words.notice(one.changes, one.after, one.before, version=version, twelve=False)
            found.append(
                ConcernedOut(
                    member_id=one.member_id, name=names[one.member_id],
                    change=held.change_of(one.changes, since, 0), words=said.title,
                )
            )  # fmt: skip
    return found


def _was(page: Snapshot, issued: Snapshot | None) -> list[WasOut]:
    if issued is None:
        return []
    before = {line.id: line for line in issued.lines}
    return [
        WasOut(line=line.id, call=held.at(was.call), kind=was.kind)
        for line in page.lines
        if (was := before.get(line.id)) is not None and (was.call, was.kind) != (line.call, line.kind)
    ]


def _hold(newest: VersionRow | None, now: datetime) -> Issued | None:
    return out(newest) if newest is not None and newest.release_at > now else None
