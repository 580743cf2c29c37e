"""The policy table: the only source of who may do what (guards, docs and the test matrix are made from it)."""

from enum import StrEnum

from server.errors import Archived, NotAllowed, NotFound
from server.rules.access.actor import Actor, Membership, Role


class Scope(StrEnum):
    """How far a right reaches, widest first."""

    ALL = "all"
    UNIT = "unit"
    DEPARTMENT = "department"
    OWN = "own"


_WIDEST = [Scope.ALL, Scope.UNIT, Scope.DEPARTMENT, Scope.OWN]

_OFFICE = {Role.COORDINATOR: Scope.ALL, Role.ASSISTANT_COORDINATOR: Scope.ALL}
_ADS = {Role.FIRST_AD: Scope.UNIT, Role.SECOND_AD: Scope.UNIT}
_ALL_ADS = dict.fromkeys(_ADS, Scope.ALL)
_LEADERS = {Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL}
_ON_SET = _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.ALL, Role.CREW: Scope.ALL, Role.ACCOUNTANT: Scope.ALL}
_EVERYBODY = _ON_SET | {Role.TALENT: Scope.OWN, Role.POST: Scope.ALL}

POLICY: dict[tuple[str, str], dict[Role, Scope]] = {
    ("production", "read"): _EVERYBODY | {Role.VENDOR: Scope.OWN},
    ("production", "change"): _OFFICE | {Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL},
    ("member", "list"): _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT, Role.ACCOUNTANT: Scope.ALL},
    ("member", "change"): _OFFICE | {Role.UPM: Scope.ALL},
    ("member", "add_day_player"): _OFFICE | _ADS,
    ("member", "give_role"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL},
    ("member", "remove"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL},
    ("invite", "send"): _OFFICE,
    ("invite", "print"): _OFFICE,
    ("parked", "settle"): _OFFICE | {Role.UPM: Scope.ALL},
    ("production", "archive"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL},
    ("rules", "read"): _LEADERS | _OFFICE | _ALL_ADS | {Role.ACCOUNTANT: Scope.ALL},
    ("rules", "change"): _OFFICE | _LEADERS,
    ("place", "read"): _EVERYBODY,
    ("place", "change"): _OFFICE | _ADS,
    ("import", "make"): _OFFICE | {Role.SECOND_AD: Scope.ALL},
    ("day", "read"): _ON_SET | {Role.POST: Scope.ALL},
    ("day", "change"): _OFFICE | _ADS,
    ("schedule", "read"): _LEADERS
    | _OFFICE
    | _ALL_ADS
    | {
        Role.HEAD: Scope.ALL,
        Role.ACCOUNTANT: Scope.ALL,
        Role.POST: Scope.ALL,
    },
    ("schedule", "export"): _LEADERS | _OFFICE | _ALL_ADS,
    ("call", "read"): _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT},
    ("call", "change"): _OFFICE | _ADS,
    ("heads", "ask"): _OFFICE | _ADS,
    ("heads", "answer"): {Role.HEAD: Scope.DEPARTMENT},
    ("heads", "read"): _LEADERS | _OFFICE | _ADS,
    ("log", "write"): _OFFICE | _ADS,
    ("log", "read"): _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT, Role.ACCOUNTANT: Scope.ALL},
    ("sheet", "prepare"): _OFFICE | _ADS,
    ("sheet", "preview"): _LEADERS | _OFFICE | _ADS,
    ("hours", "read"): _LEADERS | _OFFICE | _ADS | {Role.ACCOUNTANT: Scope.ALL},
    ("sheet", "approve"): _LEADERS | {Role.FIRST_AD: Scope.UNIT},
    ("sheet", "publish"): _OFFICE | {Role.SECOND_AD: Scope.UNIT},
    ("sheet", "print"): _OFFICE | _ADS,
    ("sheet", "read"): _EVERYBODY,
    ("sheet", "compare"): _LEADERS | _OFFICE | _ADS,
    ("message", "send"): _LEADERS | _OFFICE | _ALL_ADS | {Role.HEAD: Scope.DEPARTMENT},
    ("message", "read"): dict.fromkeys([*_EVERYBODY, Role.VENDOR], Scope.OWN),
    ("ledger", "read"): _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT},
    ("ledger", "write"): _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT},
    ("ledger", "take"): _OFFICE | _ALL_ADS,
    ("ring", "read"): dict.fromkeys(_ON_SET, Scope.OWN),
    ("ring", "write"): dict.fromkeys(_ON_SET, Scope.OWN),
    ("task", "read"): _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT},
    ("task", "settle"): _OFFICE | _ADS | {Role.UPM: Scope.ALL, Role.HEAD: Scope.DEPARTMENT},
    ("gear", "read"): _ON_SET,
    ("gear", "scan"): _ON_SET,
    ("gear", "change"): _OFFICE | {Role.HEAD: Scope.DEPARTMENT, Role.UPM: Scope.ALL},
    ("gear", "settle"): _OFFICE | {Role.HEAD: Scope.DEPARTMENT, Role.UPM: Scope.ALL},
    ("board", "read"): _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT},
    ("live", "read"): _ON_SET | {Role.POST: Scope.ALL},
    ("keeping", "read"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL},
    ("keeping", "change"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL},
    ("keeping", "erase"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL},
    ("keeping", "export"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL},
    ("upkeep", "read"): {Role.COORDINATOR: Scope.ALL, Role.PRODUCER: Scope.ALL},
}


_READING = {"read", "list", "compare", "export"}
OFFERED_IN_ARCHIVE = {("production", "archive"), ("keeping", "change"), ("keeping", "erase")}
"""Beside reading, what the desk offers on an archived production: to open it again, and who is forgotten when."""
TAKEN_IN_ARCHIVE = OFFERED_IN_ARCHIVE | {
    ("production", "read"), ("sheet", "read"),  # one's own: my number, got it, a problem
    ("gear", "scan"), ("log", "write"),  # what phones recorded before they heard of it is never lost
}  # fmt: skip
"""What may write to an archived production; every other writing request is refused there."""


def scope_of(membership: Membership, resource: str, action: str) -> Scope | None:
    """How far this member may do `action` on `resource`; None: not at all. An AD of all units reaches all."""
    granted = POLICY[(resource, action)]
    found = {granted[role] for role in membership.roles if role in granted}
    if membership.heads and Role.HEAD in granted:
        found.add(granted[Role.HEAD])
    if Scope.UNIT in found and membership.unit_id is None:
        return Scope.ALL
    return next((scope for scope in _WIDEST if scope in found), None)


def may(actor: Actor, resource: str, action: str, *, production_id: int) -> tuple[Membership, Scope]:
    """The membership and how far the right reaches. A production one isn't on answers like one that isn't there.

    Raises NotFound (no membership), NotAllowed (a member without this right).
    """
    membership = actor.on(production_id)
    if membership is None:
        raise NotFound
    scope = scope_of(membership, resource, action)
    if scope is None:
        raise NotAllowed
    return membership, scope


def may_write(actor: Actor, resource: str, action: str, *, production_id: int) -> tuple[Membership, Scope]:
    """Like `may`, of a request that changes something. Raises Archived too, where the production takes no change."""
    membership, scope = may(actor, resource, action, production_id=production_id)
    if membership.archived and (resource, action) not in TAKEN_IN_ARCHIVE:
        raise Archived
    return membership, scope


def rights_of(membership: Membership) -> list[str]:
    """`resource.action` of everything this member is offered, in some scope: in an archive little but reading."""
    return sorted(
        f"{resource}.{action}"
        for resource, action in POLICY
        if scope_of(membership, resource, action) is not None
        and (not membership.archived or action in _READING or (resource, action) in OFFERED_IN_ARCHIVE)
    )
