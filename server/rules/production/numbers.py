"""Telephone numbers: what a list writes, as E.164 where it can be read."""

from collections.abc import Iterable

import phonenumbers

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO codes of the countries whose numbers can be read."""


def read_number(text: str, country: str) -> str | None:
    """`(212) 555-0100` in "US" → `+12125550100`; None where it isn't a possible number of that country or +….

    Fictional ranges (555-01xx, 07700 900xxx) are kept: only length and country code are judged.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown(number: str, country: str) -> str:
    """`+12125550100` as it is dialled in "US": `(212) 555-0100`; with its country code elsewhere. Other text stays."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.country_code_for_region(country) == parsed.country_code
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, shape))


def without_trunk(texts: Iterable[str], country: str) -> str | None:
    """The first number, where none of several is dialled as in `country`: every number there begins with a 0.

    A list of (212) 555-0100 read as British is 140 wrong numbers, each of a possible length.
    """
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    trunk = metadata.national_prefix if metadata else None
    bare = [text for text in texts if text and not text.startswith(("+", "00"))]
    if trunk != "0" or len(bare) < _SEVERAL or any(text.lstrip("( ").startswith(trunk) for text in bare):
        return None
    return bare[0]


_SEVERAL = 3
