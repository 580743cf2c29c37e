"""Telephone numbers: what a list writes, as E.164 where it can be read."""

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
