"""What the heads of departments answer for a day, and how much of it the 2nd AD has settled. Pure.

An answer is a list of asks, each by a key that stays while the head goes on editing. What is settled keeps the ask as
it read then: an ask that reads otherwise since is marked, and one settled twice changes nothing.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

import msgspec

NOTE = "note"
CHASED_FOR = timedelta(hours=3)
"""How long the second asking lies on the phone of a head who hasn't answered; later than that nobody is chased."""
LADDER_SHARE = 0.6
"""Of the way to a notice's deadline a human is asked to ring: no sooner than the answer is too late."""


class PreCall(msgspec.Struct, frozen=True, kw_only=True):
    """One of the department's people before the general call: by `minutes` before it, or `at_minutes` on the clock."""

    member_id: int
    position_id: int
    minutes: int | None = None
    at_minutes: int | None = None

    @property
    def key(self) -> str:
        return f"p{self.position_id}"


class MorePeople(msgspec.Struct, frozen=True, kw_only=True):
    """People for this day alone. `id`: made on the phone, the same while the head edits the answer."""

    id: str
    title: str
    quantity: int = 1
    name: str = ""
    at_minutes: int | None = None

    @property
    def key(self) -> str:
        return f"x{self.id}"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """All of it empty: nothing to add."""

    pre_calls: tuple[PreCall, ...] = ()
    people: tuple[MorePeople, ...] = ()
    note: str = ""

    def asks(self) -> dict[str, "Ask"]:
        """By key, in the order of the page."""
        found: dict[str, Ask] = {one.key: one for one in self.pre_calls}
        found |= {one.key: one for one in self.people}
        return found | ({NOTE: self.note} if self.note else {})


Ask = PreCall | MorePeople | str


class Settled(msgspec.Struct, frozen=True):
    """An ask as it read when it was settled: taken into the draft, or left. `before`: as the draft had it then."""

    reads: str
    taken: bool
    before: str = ""

    @property
    def stands(self) -> str:
        """What of it is in the draft; empty: nothing."""
        return self.reads if self.taken else self.before


class Standing(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    LEFT = "left"
    CHANGED = "changed"
    """It was settled, and reads otherwise since."""
    GONE = "gone"
    """It was taken, and the head doesn't ask for it any more."""


def reads(ask: Ask) -> str:
    """What of an ask counts when it is compared."""
    return msgspec.json.encode(ask).decode()


def was(settled: Settled, key: str) -> Ask:
    """The ask as the draft has it."""
    kind: type[Ask] = str if key == NOTE else PreCall if key.startswith("p") else MorePeople
    return msgspec.json.decode(settled.stands, type=kind)


def standing(answer: Answer, settled: Mapping[str, Settled]) -> dict[str, Standing]:
    """Of each ask, and of what was taken and isn't asked for any more, how it stands."""
    asks = answer.asks()
    found = {key: _standing(ask, settled.get(key)) for key, ask in asks.items()}
    return found | {key: Standing.GONE for key, one in settled.items() if key not in asks and one.stands}


def _standing(ask: Ask, settled: Settled | None) -> Standing:
    if settled is None:
        return Standing.OPEN
    if settled.reads != reads(ask):
        return Standing.CHANGED
    return Standing.TAKEN if settled.taken else Standing.LEFT


def note_after(there: str, *, before: str, new: str) -> str:
    """A department's note with what its head asks for in it: in place of what was taken before, else below it."""
    there = there.strip()
    if before and before in there:
        return there.replace(before, new, 1).strip()
    return there if new in there.splitlines() else "\n".join(filter(None, [there, new]))
