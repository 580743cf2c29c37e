"""Field classes: one table that says who may read what of a person, in lists, exports, live feed, pushes, errors, logs.

A field that isn't classed can't be shown: `CLASS_OF` is compared with the member table by a test.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

import msgspec

from server.rules.access.actor import Membership, Role
from server.rules.access.policy import Scope

_T = TypeVar("_T")


class FieldClass(StrEnum):
    OPEN = "open"
    """Name, position, department: whoever reads a sheet."""
    MOBILE = "mobile"
    EMAIL = "email"
    DIET = "diet"
    """The person; catering reads counts without names."""
    BIRTH = "birth"
    HOME = "home"
    """Home address: who plans the pickup."""
    RATE = "rate"
    MEDICAL = "medical"
    """Only by break-glass: no role reads it in the ordinary way."""
    INNER = "inner"
    """How the office works with the person: roles proposed, mail that bounced, agreement."""


_OFFICE = {Role.COORDINATOR: Scope.ALL, Role.ASSISTANT_COORDINATOR: Scope.ALL}
_ADS = {Role.FIRST_AD: Scope.ALL, Role.SECOND_AD: Scope.ALL}
_LEADERS = {Role.PRODUCER: Scope.ALL, Role.UPM: Scope.ALL}

READERS: dict[FieldClass, dict[Role, Scope]] = {
    FieldClass.OPEN: dict.fromkeys(set(Role) - {Role.RATES}, Scope.ALL)
    | {Role.TALENT: Scope.OWN, Role.VENDOR: Scope.OWN},
    FieldClass.MOBILE: _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT},
    FieldClass.EMAIL: _LEADERS | _OFFICE | _ADS | {Role.HEAD: Scope.DEPARTMENT},
    FieldClass.DIET: {},
    FieldClass.BIRTH: _OFFICE | _ADS | {Role.UPM: Scope.ALL},
    FieldClass.HOME: _OFFICE | {Role.SECOND_AD: Scope.ALL},
    FieldClass.RATE: dict.fromkeys((Role.PRODUCER, Role.ACCOUNTANT, Role.RATES), Scope.ALL),
    FieldClass.MEDICAL: {},
    FieldClass.INNER: _LEADERS | _OFFICE | _ADS,
}

CLASS_OF: dict[str, FieldClass] = {
    "id": FieldClass.OPEN, "production_id": FieldClass.OPEN, "name": FieldClass.OPEN, "unit_id": FieldClass.OPEN,
    "minor": FieldClass.OPEN, "revision": FieldClass.OPEN, "created_at": FieldClass.OPEN,
    "removed_at": FieldClass.OPEN, "number_shown": FieldClass.OPEN, "roles": FieldClass.OPEN,
    "mobile": FieldClass.MOBILE, "mobile_typed": FieldClass.MOBILE, "second_number": FieldClass.MOBILE,
    "contact_via": FieldClass.MOBILE, "email": FieldClass.EMAIL, "diet": FieldClass.DIET, "born_on": FieldClass.BIRTH,
    "proposed_roles": FieldClass.INNER, "rest_pack": FieldClass.INNER, "mail_bounced_at": FieldClass.INNER,
    "account_id": FieldClass.INNER, "forgotten_at": FieldClass.INNER, "chaser_member_id": FieldClass.INNER,
}  # fmt: skip
"""Every column of `member`."""


class About(msgspec.Struct, frozen=True):
    """Whose field it is, as far as that decides who may read it."""

    member_id: int
    departments: frozenset[int] = frozenset()
    number_shown: bool = False


class Sight(msgspec.Struct, frozen=True):
    """What one reader may read of others: hashable, so that equal readers share one encoded body.

    `all`: classes read of everybody · `within`: classes read inside `departments`. One's own fields are not in it.
    """

    all: frozenset[FieldClass]
    within: frozenset[FieldClass]
    departments: frozenset[int]

    def reads(self, field: FieldClass, about: About) -> bool:
        """Whether this reader may read `field` of another person."""
        if field in self.all or (field is FieldClass.MOBILE and about.number_shown):
            return True
        return field in self.within and bool(self.departments & about.departments)


def sight_of(membership: Membership) -> Sight:
    """The reader's visibility class, from the table above."""
    everywhere: set[FieldClass] = set()
    within: set[FieldClass] = set()
    roles = membership.roles | ({Role.HEAD} if membership.heads else frozenset())
    for field, readers in READERS.items():
        scopes = {readers[role] for role in roles if role in readers}
        if Scope.ALL in scopes:
            everywhere.add(field)
        elif Scope.DEPARTMENT in scopes:
            within.add(field)
    departments = membership.heads if within else frozenset()
    return Sight(frozenset(everywhere), frozenset(within), departments)


def may_read(membership: Membership, field: FieldClass, about: About) -> bool:
    """Whether a member may read `field` of the person `about`; one's own always, but medical notes by name only."""
    if about.member_id == membership.member_id:
        return True
    return sight_of(membership).reads(field, about)


def seen(membership: Membership, about: About, fields: Iterable[tuple[str, _T]]) -> dict[str, _T]:
    """Of named fields those that the reader may read; what isn't classed isn't shown."""
    sight = sight_of(membership)
    own = about.member_id == membership.member_id
    return {
        name: value
        for name, value in fields
        if (field := CLASS_OF.get(name)) is not None and (own or sight.reads(field, about))
    }
