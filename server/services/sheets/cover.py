"""The cover set of a day: drafted beside it, kept ready, switched to in one act and back again.

It is a day of its own that is never listed, counted or issued: everything that edits a day edits it.
"""

from datetime import datetime

from server.db import Tx, read, tx
from server.errors import Conflict, NotFound, Stale
from server.models.schedule import cover
from server.models.schedule import queries as schedule
from server.models.schedule.cover import CoverRow
from server.models.schedule.queries import SceneRow
from server.rules.access import Actor, may, scope_of
from server.services.schedule.changing import may_in_unit
from server.services.sheets.approval import NotApproved
from server.services.sheets.preview import DraftOut, preview
from server.services.sheets.publish import Issued, PublishIn, publish
from server.wire import Id, Line, Revision, Struct


class CoverSceneOut(Struct):
    """A scene, or a banner (then `number` is empty and `set` the banner)."""

    number: str
    int_ext: str
    set: str
    day_night: str
    eighths: int
    cast: list[str]


class CoverOut(Struct):
    """`stands`: none, draft, ready, in. While it is in, `drops_out` and `comes_in` tell of switching back."""

    day_id: Id
    """Of the day."""
    day_revision: Revision
    cover_id: Id | None
    stands: str
    ready_at: datetime | None
    in_at: datetime | None
    drops_out: list[CoverSceneOut]
    comes_in: list[CoverSceneOut]
    draft: DraftOut | None
    """The day as switching would make it: who is told what, what to look at, whose approval it takes."""


class SwitchIn(Struct):
    """What was seen: the newest version, the day's draft and the cover set's (the preview's `day_revision`).

    `issue`: told to whom it concerns at once, by an issue like any other; else only the draft changes.
    """

    base_version: Revision
    day_revision: Revision
    cover_revision: Revision
    issue: bool = True
    reason: Line = ""


class Switched(Struct):
    """`issued` none: the draft stands so, and nobody is told yet; `waits` says for whose approval."""

    revision: Revision
    issued: Issued | None
    waits: str


async def look(production_id: int, day_id: int, *, by: Actor, now: datetime) -> CoverOut:
    """The day's cover set and what switching would do. Raises NotFound, NotAllowed."""
    may(by, "sheet", "preview", production_id=production_id)
    async with read() as db:
        day = await schedule.day(db, production_id, day_id)
        if day.cover_of is not None:
            raise NotFound
        there = await cover.of(db, production_id, day_id)
        if there is None:
            return CoverOut(
                day_id=day_id, day_revision=day.revision, cover_id=None, stands="none", ready_at=None, in_at=None,
                drops_out=[], comes_in=[], draft=None,
            )  # fmt: skip
        now_on = await schedule.scenes(db, production_id, day_id)
        would = await schedule.scenes(db, production_id, there.id)
        draft = await preview(production_id, there.id, by=by, now=now)
    return CoverOut(
        day_id=day_id, day_revision=day.revision, cover_id=there.id, stands=_stands(there), ready_at=there.ready_at,
        in_at=there.in_at, drops_out=_only(now_on, would), comes_in=_only(would, now_on),
        draft=draft,
    )  # fmt: skip


def _stands(there: CoverRow) -> str:
    if there.in_at is not None:
        return "in"
    return "ready" if there.ready_at is not None else "draft"


def _only(these: list[SceneRow], those: list[SceneRow]) -> list[CoverSceneOut]:
    other = {row.scene_id for row in those}
    return [
        CoverSceneOut(
            number=row.number, int_ext=row.int_ext, set=row.set_name, day_night=row.day_night, eighths=row.eighths,
            cast=row.cast,
        )
        for row in these
        if row.scene_id is not None and row.scene_id not in other
    ]  # fmt: skip


async def make(production_id: int, day_id: int, *, by: Actor) -> int:
    """Its id, as a copy of the day's draft. Raises Conflict where there is one, or the day is cancelled."""
    async with tx(production_id) as db:
        await _day(db, production_id, day_id, by)
        made = await cover.make(db, production_id, day_id)
        if made is None:
            raise Conflict("This day has a cover set already.", next_step="Open it.", code="cover_there")
        await _noted(db, production_id, day_id, "cover_made", by)
        return made


async def set_ready(production_id: int, day_id: int, *, ready: bool, by: Actor, now: datetime) -> None:
    """Ready: it stands on the board, to be switched to. Raises NotFound, Conflict while it is in."""
    async with tx(production_id) as db:
        await _day(db, production_id, day_id, by)
        there = await _there(db, production_id, day_id)
        if there.in_at is not None:
            raise Conflict("The cover set is in.", next_step="Switch back first.", code="cover_in")
        await cover.mark(db, production_id, there.id, ready_at=now if ready else None, in_at=None)
        await _noted(db, production_id, day_id, "cover_ready" if ready else "cover_unready", by)


async def drop(production_id: int, day_id: int, *, by: Actor) -> None:
    """Raises NotFound; Conflict while it is in: what would go is the day's own plan."""
    async with tx(production_id) as db:
        await _day(db, production_id, day_id, by)
        there = await _there(db, production_id, day_id)
        if there.in_at is not None:
            raise Conflict(
                "The cover set is in: what is kept here is the day's own plan.", next_step="Switch back first.",
                code="cover_in",
            )  # fmt: skip
        await cover.drop(db, production_id, there.id)
        await _noted(db, production_id, day_id, "cover_dropped", by)


async def switch(production_id: int, day_id: int, wanted: SwitchIn, *, by: Actor, now: datetime) -> Switched:
    """Switch to the cover set, or back from it: both keep what stands on them, so that it can be switched again.

    One transaction with the issue. Where that waits for an approval the draft stands switched and nobody is told.
    Raises NotFound, NotAllowed, Conflict (not ready), Stale where somebody edited or issued meanwhile.
    """
    async with tx(production_id) as db:
        revision = await _day(db, production_id, day_id, by)
        there = await _there(db, production_id, day_id)
        if (revision, there.revision) != (wanted.day_revision, wanted.cover_revision):
            raise Stale("The day, or its cover set, was changed since you looked.", revision=revision)
        if there.in_at is None and there.ready_at is None:
            raise Conflict("The cover set isn't ready yet.", next_step="Say that it is, then switch.", code="not_ready")
        into = there.in_at is None
        await cover.swap(db, production_id, day_id, there.id)
        await cover.mark(db, production_id, there.id, ready_at=there.ready_at or now, in_at=now if into else None)
        revision = await _noted(db, production_id, day_id, "cover_switched" if into else "cover_taken_out", by)
        membership = by.on(production_id)
        if not wanted.issue or membership is None or scope_of(membership, "sheet", "publish") is None:
            return Switched(revision=revision, issued=None, waits="")
        asked = PublishIn(base_version=wanted.base_version, day_revision=revision, reason=wanted.reason)
        try:
            issued = await publish(production_id=production_id, day_id=day_id, wanted=asked, by=by, now=now)
        except NotApproved as waiting:
            return Switched(revision=revision, issued=None, waits=str(waiting))
        return Switched(revision=revision, issued=issued, waits="")


async def _day(db: Tx, production_id: int, day_id: int, by: Actor) -> int:
    """The day locked; its revision. A cover set has none of its own."""
    day = await schedule.day(db, production_id, day_id, lock=True)
    may_in_unit(by, "day", "change", production_id=production_id, unit_id=day.unit_id)
    if day.cover_of is not None:
        raise NotFound
    if day.cancelled_at is not None:
        raise Conflict("This day is cancelled.", next_step="Make a new day for the date.", code="day_cancelled")
    return day.revision


async def _there(db: Tx, production_id: int, day_id: int) -> CoverRow:
    there = await cover.of(db, production_id, day_id, lock=True)
    if there is None:
        raise NotFound("This day has no cover set.")
    return there


async def _noted(db: Tx, production_id: int, day_id: int, kind: str, by: Actor) -> int:
    revision = await schedule.raise_revision(db, production_id, day_id)
    db.note(kind, "day", day_id, by=by, revision=revision)
    return revision
