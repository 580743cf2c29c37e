"""Who is sent which fact: whoever may read its subject."""

from server.rules.access import Membership, scope_of

READS: dict[str, tuple[str, str]] = {
    "production": ("production", "read"),
    "unit": ("production", "read"),
    "department": ("production", "read"),
    "place": ("place", "read"),
    "day": ("day", "read"),
    "call": ("day", "read"),
    "here": ("call", "change"),
    "heads": ("day", "read"),
    "log": ("log", "read"),
    "sheet": ("sheet", "read"),
    "approval": ("sheet", "preview"),
    "count": ("sheet", "preview"),
    "notice": ("ledger", "read"),
    "message": ("message", "read"),
    "task": ("task", "read"),
    "thing": ("gear", "read"),
    "check": ("gear", "read"),
    "dispute": ("gear", "read"),
    "label": ("gear", "read"),
}
"""By the fact's subject: the right that its reader needs. Any other subject is the office's (`board.read`)."""


def readable(subject: str, membership: Membership) -> bool:
    """Whether this member is sent facts about `subject`. They hold no more than kind, id and revision."""
    resource, action = READS.get(subject, ("board", "read"))
    return scope_of(membership, resource, action) is not None
