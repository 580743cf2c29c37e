"""How a person can be told of a change, in the desk's five words."""

from enum import StrEnum

import msgspec


class ReachedBy(StrEnum):
    RINGS = "rings"
    """Has the app, and a phone that rings."""
    RINGS_OFF = "rings_off"
    """Has the app; nothing rings."""
    MAIL = "mail"
    PHONE = "phone"
    """A colleague has to ring."""
    NOT_ASKED = "not_asked"


class Ways(msgspec.Struct, frozen=True):
    joined: bool
    rings: bool
    asked: bool
    """An invitation was mailed, or the production's sheets go out already."""
    email: bool
    mail_bounced: bool
    mobile: bool


def reached_by(ways: Ways) -> ReachedBy:
    """The best way there is. Without an app and an address only the telephone is left, whether or not asked."""
    if ways.joined:
        return ReachedBy.RINGS if ways.rings else ReachedBy.RINGS_OFF
    mail = ways.email and not ways.mail_bounced
    if ways.asked:
        return ReachedBy.MAIL if mail else ReachedBy.PHONE
    return ReachedBy.NOT_ASKED if mail or not ways.mobile else ReachedBy.PHONE
