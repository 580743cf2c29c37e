"""Importing again: a file's new word counts only where nobody has typed since its last one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple


class Merged(NamedTuple):
    change: dict[str, Any]
    """What to write."""
    kept: list[str]
    """Fields where a person's own word stands against the file's new one."""


def plain(value: Any) -> Any:
    """The value as JSON keeps it, for comparing with what an earlier import said."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def merge(said: Mapping[str, Any], before: Mapping[str, Any] | None, there: Mapping[str, Any]) -> Merged:
    """`said`: the file now · `before`: what the file said at its last import, None for a row made by hand · `there`:
    what stands in the production. Law: a field that differs from `before` was typed, and typed words stay.
    """
    change: dict[str, Any] = {}
    kept: list[str] = []
    for field, value in said.items():
        now = plain(there.get(field))
        if plain(value) == now:
            continue
        known = before is not None and field in before
        if known and before is not None and now == before[field]:
            change[field] = value
        elif known and before is not None and plain(value) == before[field]:
            continue  # the file hasn't changed, a person has: nothing to say
        elif not known and _empty(now):
            change[field] = value
        elif not _empty(plain(value)):
            kept.append(field)
    return Merged(change, kept)


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], 0)
