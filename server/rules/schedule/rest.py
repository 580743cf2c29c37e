"""Turnaround: rest between a wrap and the next call, on UTC instants. Rules come from packs, which are data."""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A rule pack's daily rest in minutes, until the call or the pickup. Every value says where it was read."""

    id: str
    name: str
    jurisdiction: str
    daily_rest: int
    until: Literal["call", "pickup"]
    source: str
    read_on: str
    verify: bool = True


@cache
def packs() -> dict[str, Pack]:
    """All packs that ship, by id."""
    data = files(__package__).joinpath("packs.json").read_bytes()
    return {pack.id: pack for pack in msgspec.json.decode(data, type=list[Pack])}


DEFAULT = {"US": "iatse_basic_2021", "GB": "pact_bectu_tv_drama_2023"}


def pack_of(own: str | None, production: str | None, country: str, *, minor: bool) -> Pack:
    """The person's own pack, else the production's, else the country's; US performers under age have their own."""
    known = packs()
    if own in known:
        return known[own]
    if minor and country == "US":
        return known["california_minors"]
    if production in known:
        return known[production]
    return known[DEFAULT.get(country, "eu_working_time")]


class Rest(msgspec.Struct, frozen=True, kw_only=True):
    """How long somebody may rest before a call, and what the rule asks for; minutes."""

    minutes: int
    needed: int
    since: datetime
    logged: bool
    """False: counted from the estimated wrap, nothing is logged yet."""
    pack: str
    source: str

    @property
    def short(self) -> bool:
        return self.minutes < self.needed

    @property
    def earliest(self) -> datetime:
        """The earliest call without a short rest."""
        return self.since + timedelta(minutes=self.needed)


def rest(pack: Pack, wrapped_at: datetime, *, logged: bool, call_at: datetime, pickup_at: datetime | None) -> Rest:
    """Rest from the wrap to the call, or to the pickup where the pack says so. A call before the wrap is no rest."""
    end = pickup_at if pack.until == "pickup" and pickup_at is not None else call_at
    minutes = max(0, int((end - wrapped_at).total_seconds() // 60))
    return Rest(
        minutes=minutes,
        needed=pack.daily_rest,
        since=wrapped_at,
        logged=logged,
        pack=pack.name,
        source=pack.source,
    )


def words(minutes: int) -> str:
    """`9 h 12 min`, `10 h`."""
    hours, rest_ = divmod(minutes, 60)
    return f"{hours} h {rest_:02d} min" if rest_ else f"{hours} h"
