"""Who stands before an open door: perhaps signed in, always from an address, in a browser."""

import msgspec

from server.rules.access import Actor
from server.services.access.limits import Guard

PHONE = "__Host-callboard-phone"
"""A random cookie of the browser, by which its wrong codes are counted."""


class Visitor(msgspec.Struct, frozen=True):
    actor: Actor | None
    token: str
    """The session cookie's, good or not."""
    address: str
    agent: str
    phone: str
    """The browser's random cookie, or ""."""

    @property
    def guard(self) -> Guard:
        """By what wrong codes are counted; without the cookie, by address and browser together."""
        return Guard(self.phone or f"{self.address} {self.agent}", self.address)
