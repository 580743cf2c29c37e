"""What a ledger must come to, said once more and apart from server/rules: what the machine compares PostgreSQL with."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from server.services.gear.scans import ScanIn, ScanOut

AHEAD = timedelta(minutes=2)
MAY = {
    "none": {"take", "return", "correct"},
    "quarantine": {"return", "correct", "release"},
    "lost": {"found", "correct"},
}
HOME = ("home", None)


class Entry(msgspec.Struct, frozen=True):
    """One scan that the server accepted."""

    id: UUID
    thing: int
    order: tuple[int, str]
    seq: int
    move: str
    holder: tuple[str, int | None]
    seen: UUID | None
    suspect: bool


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def entry(scan: ScanIn, answer: ScanOut, device: str, thing: int) -> Entry:
    order = ((answer.ms << 16) | answer.counter, device)
    return Entry(scan.id, thing, order, scan.seq, scan.move, holder(scan), scan.seen, answer.suspect)


def holder(scan: ScanIn) -> tuple[str, int | None]:
    return (scan.holder.kind, scan.holder.id)


def clock_is_kept(scan: ScanIn, answer: ScanOut, *, now: datetime) -> bool:
    """A phone is believed up to two minutes ahead; beyond, the arrival counts and nobody says it happened before."""
    if scan.ms <= ms(now + AHEAD):
        return not answer.suspect and (answer.ms, answer.counter) == (scan.ms, scan.counter)
    return answer.suspect and answer.ms <= ms(now + AHEAD) and answer.ms >= ms(now) and answer.outcome == "applied"


def newest(entries: list[Entry]) -> Entry | None:
    return max(entries, key=lambda one: one.order, default=None)


def disputes(entries: list[Entry]) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """By claim that contests: the claim before it, and the correction that settled it."""
    found: dict[UUID, tuple[UUID | None, UUID | None]] = {}
    line = sorted(entries, key=lambda one: one.order)
    before: Entry | None = None
    for each in line:
        moved = each.holder != (before.holder if before else HOME)
        blind = before is not None and each.seen != before.id
        if moved and (each.suspect or blind):
            found[each.id] = (before.id if before else None, None)
        before = each
    for n, each in enumerate(line):
        words = (later.id for later in line[n + 1 :] if later.move == "correct" and later.id not in found)
        if each.id in found:
            found[each.id] = (found[each.id][0], next(words, None))
    return found


def keeps_its_order(entries: list[Entry]) -> bool:
    """One phone's believed scans stand in the order in which it made them."""
    by_phone: dict[str, list[Any]] = {}
    for each in entries:
        if not each.suspect:
            by_phone.setdefault(each.order[1], []).append((each.order[0], each.seq))
    return all([seq for _, seq in sorted(own)] == sorted(seq for _, seq in own) for own in by_phone.values())
