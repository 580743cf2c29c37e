"""Telephone numbers: what a list writes, as E.164 where it can be read."""

import phonenumbers

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO codes of the countries whose numbers can be read."""

_EURO = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "DE",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PT",
        "SI",
        "SK",
    ]
)
_MONEY = {
    "GB": "GBP", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "CH": "CHF", "CZ": "CZK", "DK": "DKK", "HU": "HUF",
    "IN": "INR", "IS": "ISK", "JP": "JPY", "KR": "KRW", "MA": "MAD", "MX": "MXN", "NO": "NOK", "PL": "PLN",
    "RO": "RON", "SE": "SEK", "ZA": "ZAR",
}  # fmt: skip


def money_of(country: str) -> str:
    """The currency in which a production of this country reckons until it says otherwise (ISO 4217)."""
    return "EUR" if country in _EURO else _MONEY.get(country, "USD")


def vocabulary_of(country: str) -> str:
    """`us` or `uk`: whose words of the trade."""
    return "us" if country in ("US", "CA") else "uk"


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
