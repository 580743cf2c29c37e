"""Who answers for a thing: what may be done to it, which claims contest each other, and the state that follows.

Claims of one thing are ordered by (stamp, device). A claim is contested when the phone that made it did not know the
claim before it and names another holder: two people say that they have it. Only neighbours matter, so the set of
contested claims is the same in whatever order they arrive.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec


class Hold(StrEnum):
    NONE = "none"
    QUARANTINE = "quarantine"
    LOST = "lost"


class Move(StrEnum):
    TAKE = "take"
    RETURN = "return"
    CORRECT = "correct"
    RELEASE = "release"
    FOUND = "found"


class Holder(msgspec.Struct, frozen=True):
    """Who or where. `home`: the truck or store of its department; it alone has no id."""

    kind: str = "home"
    id: int | None = None


HOME: Final = Holder()

MOVES: Final[dict[Hold, frozenset[Move]]] = {
    Hold.NONE: frozenset({Move.TAKE, Move.RETURN, Move.CORRECT}),
    Hold.QUARANTINE: frozenset({Move.RETURN, Move.CORRECT, Move.RELEASE}),
    Hold.LOST: frozenset({Move.FOUND, Move.CORRECT}),
}
"""Who holds a thing now never forbids a scan: only what stands here does."""

_WHY: Final[dict[Hold, str]] = {
    Hold.QUARANTINE: "It is set aside and may only go back. Ask the head of department to release it.",
    Hold.LOST: "It is reported lost. Say that you found it.",
}


def forbidden(hold: Hold, move: Move) -> str | None:
    """Why this can't be done to a thing on `hold`, in words; None: it may."""
    return None if move in MOVES[hold] else _WHY.get(hold, "It isn't lost and isn't set aside.")


class Claim(msgspec.Struct, frozen=True):
    """One accepted scan. `seen` is the newest claim of the thing that the phone knew when it scanned."""

    id: UUID
    hlc: int
    device: str
    holder: Holder
    move: Move
    seen: UUID | None = None
    suspect: bool = False
    where: str = ""

    @property
    def order(self) -> tuple[int, str]:
        return self.hlc, self.device


def contests(claim: Claim, before: Claim | None) -> bool:
    """Whether `claim` and the one before it can't both be right. A suspect one always contests a change of holder."""
    held = before.holder if before else HOME
    if claim.holder == held:
        return False
    if claim.suspect:
        return True
    return before is not None and claim.seen != before.id


def in_order(claims: Sequence[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: claim.order)


def contested(claims: Sequence[Claim]) -> set[UUID]:
    """All contested claims of one thing; the law that the service keeps step by step."""
    ordered = in_order(claims)
    return {
        claim.id
        for before, claim in zip([None, *ordered], ordered, strict=False)
        if contests(claim, before)
    }  # fmt: skip


def settled_by(claims: Sequence[Claim]) -> dict[UUID, UUID | None]:
    """Every contested claim, with the first later correction that is not contested itself; None: still open."""
    ordered, disputed = in_order(claims), contested(claims)
    corrections = [c for c in ordered if c.move is Move.CORRECT and c.id not in disputed]
    return {
        claim.id: next((c.id for c in corrections if c.order > claim.order), None)
        for claim in ordered
        if claim.id in disputed
    }


class Fold(msgspec.Struct, frozen=True):
    """What a ledger comes to: the newest claim, or nothing yet (then the thing is at home)."""

    holder: Holder = HOME
    event_id: UUID | None = None
    hlc: int = 0
    device: str = ""


def fold(claims: Sequence[Claim]) -> Fold:
    if not claims:
        return Fold()
    newest = in_order(claims)[-1]
    return Fold(newest.holder, newest.id, newest.hlc, newest.device)
