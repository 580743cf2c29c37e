"""Whose number a reader may put into their own phone, and the cards (vCard 3.0, RFC 2426) that phones take."""

from collections.abc import Iterable

import msgspec
import vobject

from server.rules.access.actor import Role
from server.rules.access.fields import About, FieldClass, Sight

TO_ASK = frozenset({Role.SECOND_AD, Role.COORDINATOR})
"""Whom also those ring who read their own day only: talent, vendors."""


class Card(msgspec.Struct, frozen=True):
    """`key` is the same each time, so that a phone changes the card it has. `company`: not a person."""

    key: str
    name: str
    organisation: str
    phone: str
    title: str = ""
    email: str = ""
    company: bool = False


def may_save(sight: Sight, about: About, roles: Iterable[str]) -> bool:
    """Whether the number may be read, and the person stands on what this reader sees at all."""
    if not sight.reads(FieldClass.MOBILE, about):
        return False
    return FieldClass.OPEN in sight.all or bool(TO_ASK & set(roles))


def vcards(cards: Iterable[Card]) -> str:
    """One after the other, escaped and folded as the format wants it."""
    return "".join(_vcard(card) for card in cards)


def _vcard(card: Card) -> str:
    made = vobject.vCard()
    made.add("fn").value = card.name
    given, _, family = card.name.rpartition(" ")
    made.add("n").value = (
        vobject.vcard.Name(given=card.name) if card.company else vobject.vcard.Name(family=family, given=given)
    )
    made.add("org").value = [card.organisation]
    made.add("uid").value = card.key
    if card.company:
        made.add("x-abshowas").value = "COMPANY"
    if card.title:
        made.add("title").value = card.title
    if card.phone:
        phone = made.add("tel")
        phone.value, phone.type_param = card.phone, "WORK" if card.company else "CELL"
    if card.email:
        email = made.add("email")
        email.value, email.type_param = card.email, "INTERNET"
    text: str = made.serialize()
    return text
