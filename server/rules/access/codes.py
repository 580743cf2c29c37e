"""Codes that a person types: Crockford's alphabet, no letter that looks like a digit."""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DEVICE_LENGTH = 6
JOIN_LENGTH = 8
_LOOKALIKES = str.maketrans("OIL", "011")
_SPACING = re.compile(r"[\s\-–—.]+")


def plain(text: str) -> str:
    """As typed → as kept: capitals, no spaces or dashes, O is 0, I and L are 1."""
    return _SPACING.sub("", text).upper().translate(_LOOKALIKES)


def spaced(code: str) -> str:
    """As shown: `K7M-4QX`, `K7M4-QX2P`."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
