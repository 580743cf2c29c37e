"""Numbers, addresses and go-betweens as people type them into one cell."""

import re

import msgspec

from server.rules.production.numbers import read_number

_VIA = re.compile(r"^\s*(c/o|care of|via|agent|agency|through|contact via)\b", re.IGNORECASE)
_ONLY_VIA = re.compile(r"^\s*(c/o|via|through)?\s*(the )?(agent|agency)?\s*$", re.IGNORECASE)
_WHICH = re.compile(r"^(mobile|mob|cell|tel|phone|home|work|m|c|h|w|t)[:.]?\s+", re.IGNORECASE)
_NONE = re.compile(r"^(tb[acd]|n/?a|none|-+|–|\?+|x+)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:/|;|\||\bor\b|\band\b|,(?=\s*[+(\d]))\s*")
_EMAIL = re.compile(r"^[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]+\.[^@\s<>,;\".]{2,}$")
_LONGEST = 40


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    """`mobile`, `second`: as typed; the service reads them with the production's country."""

    mobile: str = ""
    second: str = ""
    email: str = ""
    via: str = ""
    doubts: tuple[tuple[str, str, str], ...] = ()
    """(field, code, sentence)."""


def read_contact_cells(*, mobile: str, second: str, email: str, via: str, country: str) -> Contacts:
    """Two numbers in a cell are two; `c/o agent` is a go-between; what is no address is doubted and left out."""
    doubts: list[tuple[str, str, str]] = []
    numbers: list[str] = []
    for cell in (mobile, second):
        if _VIA.match(cell):
            via = via if _ONLY_VIA.match(cell) and via else "; ".join(part for part in (cell, via) if part)
        elif not _NONE.match(cell):
            numbers += [part for part in _BETWEEN.split(cell) if part]
    numbers = [_short(number) for number in numbers]
    doubts += [
        ("mobile", "number", f"'{number}' isn't a telephone number here. Kept as typed.")
        for number in numbers[:2]
        if read_number(number, country) is None
    ]
    if len(numbers) > 2:
        doubts.append(("mobile", "many_numbers", f"{len(numbers)} numbers; the first two are kept."))
    address, more = _address(email)
    doubts += more
    return Contacts(
        mobile=numbers[0] if numbers else "",
        second=numbers[1] if len(numbers) > 1 else "",
        email=address,
        via=via,
        doubts=tuple(doubts),
    )


def _short(number: str) -> str:
    return _WHICH.sub("", number)[:_LONGEST].strip()


def _address(cell: str) -> tuple[str, list[tuple[str, str, str]]]:
    if _NONE.match(cell):
        return "", []
    inside = re.search(r"<([^<>]+)>", cell)
    cell = inside.group(1) if inside else cell.removeprefix("mailto:")
    parts = [part for part in re.split(r"[\s,;/]+|\bor\b", cell) if part]
    good = [part.lower() for part in parts if _EMAIL.match(part) and len(part) <= 254]
    if not good:
        return "", [("email", "address", f"'{cell[:60]}' isn't an e-mail address. Left out.")]
    if len(parts) > 1:
        return good[0], [("email", "many_addresses", f"more than one address; {good[0]} is kept.")]
    return good[0], []
