"""Who acts: an account, and what it is on each production."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Role(StrEnum):
    PRODUCER = "producer"
    UPM = "upm"
    COORDINATOR = "coordinator"
    ASSISTANT_COORDINATOR = "assistant_coordinator"
    FIRST_AD = "first_ad"
    SECOND_AD = "second_ad"
    HEAD = "head"
    CREW = "crew"
    TALENT = "talent"
    ACCOUNTANT = "accountant"
    VENDOR = "vendor"
    POST = "post"
    RATES = "reads_rates"
    """Given beside another role: a coordinator who may read rates, and what is worked out of them."""


class Membership(msgspec.Struct, frozen=True):
    """One human on one production, as the grant of this moment says."""

    production_id: int
    member_id: int
    roles: frozenset[Role]
    departments: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    unit_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    archived: bool = False
    """The production is archived: it is read, and changed by nobody."""

    def holds(self, now: datetime) -> bool:
        """Whether the grant counts at `now` (UTC)."""
        begun = self.starts_at is None or self.starts_at <= now
        return begun and (self.ends_at is None or now < self.ends_at)


class Actor(msgspec.Struct, frozen=True):
    """Who does it. `memberships` holds only grants that count now, by production."""

    account_id: int
    name: str = ""
    session_id: int | None = None
    device_id: int | None = None
    bearer: bool = False
    memberships: dict[int, Membership] = {}
    twelve: bool = False
    """Reads a clock as `6:12A`."""

    def on(self, production_id: int) -> Membership | None:
        return self.memberships.get(production_id)
