"""Label codes: ten Crockford characters that identify a thing and authorise nothing."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import msgspec

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class Reading(StrEnum):
    OURS = "ours"
    FOREIGN = "foreign"
    NOT_A_CODE = "not_a_code"


class Read(msgspec.Struct, frozen=True):
    """What a reader saw: `code` only for what is ours."""

    kind: Reading
    code: str = ""


def new_code(octets: bytes) -> str:
    """A code out of at least `LENGTH` random octets, five bits of each."""
    return "".join(ALPHABET[octet & 31] for octet in octets[:LENGTH])


def read_code(typed: str) -> str | None:
    """The code as it stands in the table: any case, O for 0, I and L for 1, dashes and spaces left out."""
    code = typed.strip().upper().translate(_READ_AS)
    return code if len(code) == LENGTH and all(letter in ALPHABET for letter in code) else None


def read_label(text: str, origins: Sequence[str]) -> Read:
    """What a QR code says. Only `/G/` and `/g/` of our own origins, former ones included, are labels of ours.

    Foreign is whatever names a scheme that isn't one of them: another address, a network's password, a contact.
    """
    if not _SCHEME.match(text.strip()):
        code = read_code(text)
        return Read(Reading.OURS, code) if code else Read(Reading.NOT_A_CODE)
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        return Read(Reading.FOREIGN)
    if (parts.scheme.lower(), parts.hostname, port) not in {_origin(origin) for origin in origins}:
        return Read(Reading.FOREIGN)
    head, _, tail = parts.path.removeprefix("/").partition("/")
    code = read_code(tail.rstrip("/")) if head.upper() == "G" else None
    return Read(Reading.OURS, code) if code else Read(Reading.NOT_A_CODE)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url.strip())
    return parts.scheme.lower(), parts.hostname or "", parts.port


def label_url(origin: str, code: str) -> str:
    """What is printed: upper case throughout, so that QR stays in its alphanumeric mode."""
    return f"{origin.rstrip('/')}/G/{code}".upper()
