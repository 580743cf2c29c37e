"""What a production's country settles until somebody says otherwise: its money and its words."""

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


def paper_of(country: str) -> str:
    """`letter` or `a4`: what lies in the office's printer."""
    return "letter" if country in ("US", "CA") else "a4"


def vocabulary_of(country: str) -> str:
    """`us` or `uk`: whose words of the trade."""
    return "us" if country in ("US", "CA") else "uk"
