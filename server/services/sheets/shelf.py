"""Encoded bodies and thawed pages that this process has at hand, bounded in bytes.

Nothing here decides: the key holds everything that the body depends on (version, contacts revision, reader's class), so
a body is right or isn't found.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Shelf(Generic[_T]):
    """The least recently used leaves first once the sum of sizes passes `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._held: OrderedDict[Hashable, tuple[_T, int]] = OrderedDict()

    def get(self, key: Hashable) -> _T | None:
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: _T, size: int) -> None:
        """One that alone is larger than the limit isn't kept."""
        if size > self.limit:
            return
        if key in self._held:
            self.size -= self._held.pop(key)[1]
        self._held[key] = (value, size)
        self.size += size
        while self.size > self.limit:
            self.size -= self._held.popitem(last=False)[1][1]

    def clear(self) -> None:
        self._held.clear()
        self.size = 0

    def all(self) -> dict[Hashable, _T]:
        """Everything held now: it may leave the shelf while the caller awaits, not this."""
        return {key: value for key, (value, _) in self._held.items()}

    def __contains__(self, key: Hashable) -> bool:
        return key in self._held

    def __len__(self) -> int:
        return len(self._held)
