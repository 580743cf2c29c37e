"""Contacts as phones export them (vCard 2.1, 3.0, 4.0) as entries of a crew list without departments."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import vobject

from server.errors import Invalid, TooLarge
from server.rules.production.contact_cells import read_contact_cells
from server.rules.production.crew_list import Entry
from server.rules.production.paper import Kind, Remark, clean

CARDS = 2_000
_KEPT = {"BEGIN", "END", "VERSION", "FN", "N", "TEL", "EMAIL", "TITLE", "ROLE", "BDAY"}
_PROPERTY = re.compile(r"^(?:[\w-]+\.)?([A-Za-z][\w-]*)[;:]")
_QUOTED_PRINTABLE = re.compile(r"^[^:]*QUOTED-PRINTABLE[^:]*:", re.IGNORECASE)
_VALUE = 2_000  # longer than any name or number


class Cards(msgspec.Struct, frozen=True):
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]


def read_cards(text: str, *, country: str) -> Cards:
    """One entry a card; a card without a name is left out and named by its line. Raises Invalid, TooLarge."""
    entries: list[Entry] = []
    remarks: list[Remark] = []
    many = 0
    for line, lines in _cards(text):
        many += 1
        if many > CARDS:
            raise TooLarge(f"The file has more than {CARDS:,} contacts.", next_step="Export fewer at once.")
        try:
            card = vobject.readOne("\r\n".join(lines), ignoreUnreadable=True, allowQP=True)
        except Exception:  # noqa: BLE001  vobject raises whatever its codecs do
            remarks.append(_refused(line, "can't be read"))
            continue
        entry = _entry(line, card, country, remarks)
        if entry is not None:
            entries.append(entry)
    if not many:
        raise Invalid("There is no contact in this file.", code="no_cards", next_step="Export the contacts as vCard.")
    return Cards(tuple(entries), tuple(remarks))


def _refused(line: int, why: str) -> Remark:
    says = f"Line {line}: this contact {why}. Left out."
    return Remark(says=says, line=line, column="BEGIN:VCARD", code="card", kind=Kind.REFUSED)


def _cards(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line of its BEGIN, and its lines that matter: photos are never decoded."""
    begun, kept, keeping, quoted, long = 0, list[str](), False, False, 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.upper().startswith("BEGIN:VCARD"):
            begun, kept, keeping = number, [], False
        if not begun:
            continue
        folded = line[:1] in (" ", "\t") or quoted
        if not folded:
            match = _PROPERTY.match(line)
            keeping, long = match is not None and match[1].upper() in _KEPT, 0
        long += len(line)
        if keeping and (not folded or long < _VALUE):
            kept.append(line)
        starts_quoted = not folded and bool(_QUOTED_PRINTABLE.match(line))
        quoted = (quoted or starts_quoted) and line.endswith("=")
        if line.upper().startswith("END:VCARD"):
            yield begun, kept
            begun = 0


def _entry(line: int, card: Any, country: str, remarks: list[Remark]) -> Entry | None:
    name = _name(card)
    if not name:
        addresses = " ".join(clean(str(each.value)) for each in card.contents.get("email", ())[:1])
        remarks.append(_refused(line, f"has no name{': ' + addresses if addresses else ''}"))
        return None
    mobile, second = _numbers(card)
    found = read_contact_cells(
        mobile=mobile, second=second, email=_first(card, "email").replace(",", " "), via="", country=country
    )
    for _, code, says in found.doubts:
        remarks.append(Remark(says=f"Line {line}, {name}: {says}", line=line, code=code))
    title = _first(card, "title") or _first(card, "role")
    return Entry(line=line, name=name[:120], title=title[:200], contacts=found, born_on=_born(card))


def _name(card: Any) -> str:
    """Given and family name; the displayed one where either is missing."""
    for each in card.contents.get("n", ()):
        given, family = (_plain(getattr(each.value, part, "")) for part in ("given", "family"))
        if given and family:
            return f"{given} {family}"
        return _first(card, "fn") or given or family
    return _first(card, "fn")


def _plain(value: Any) -> str:
    return clean(" ".join(str(v) for v in value) if isinstance(value, list) else str(value))


def _first(card: Any, name: str) -> str:
    found = sorted(card.contents.get(name, ()), key=lambda each: "PREF" not in _kinds(each))
    return _plain(found[0].value) if found else ""


def _kinds(each: Any) -> set[str]:
    named = {kind.upper() for kind in each.params.get("TYPE", ())}
    return named | {kind.upper() for kind in each.singletonparams}


def _numbers(card: Any) -> tuple[str, str]:
    """Mobile first, then the preferred one; never a fax or a pager."""
    usable = [each for each in card.contents.get("tel", ()) if not _kinds(each) & {"FAX", "PAGER"}]
    usable.sort(key=lambda each: (not _kinds(each) & {"CELL", "IPHONE", "MOBILE"}, "PREF" not in _kinds(each)))
    numbers = list(dict.fromkeys(_plain(each.value).removeprefix("tel:") for each in usable))
    return numbers[0] if numbers else "", numbers[1] if len(numbers) > 1 else ""


def _born(card: Any) -> date | None:
    text = _first(card, "bday")
    match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d).*", text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
