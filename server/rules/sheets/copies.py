"""Everybody's own copy on paper: who gets one, in which order, how long it is kept, when a worker gives one up."""

import re
import unicodedata
from datetime import date, timedelta

from server.rules.sheets.person import CALLED
from server.rules.sheets.snapshot import Snapshot

MOST = 1_000
"""Copies of one set. A crew of 240 has 240."""
MOST_SETS = 6
"""Of a production at a time: the oldest goes when another is asked for."""
MOST_BYTES = 4 * 1024 * 1024
"""Of one copy; a crew of 140 has a fifth of one megabyte."""
KEPT = timedelta(days=3)
LEASE = timedelta(seconds=60)
"""A worker has one copy in hand so long: it takes less than a second. After that its worker is taken for dead."""
MOST_TRIES = 3


def in_order(page: Snapshot) -> list[int]:
    """Members with a call on the page, once each: the cast by its lines, then the departments as the sheet has them."""
    called = [line for line in page.lines if line.member_id is not None and line.kind in CALLED]
    departments = {each.id: n for n, each in enumerate(page.departments)}
    cast = [line for line in called if line.element_id is not None]
    crew = sorted(
        (line for line in called if line.element_id is None),
        key=lambda line: departments.get(line.department_id or 0, len(departments)),
    )
    return list(dict.fromkeys(line.member_id for line in [*cast, *crew] if line.member_id is not None))[:MOST]


def given_up(tries: int, *, error: bool) -> bool:
    """Whether no worker takes it up again: it failed often enough, or killed its workers one after another."""
    return tries >= MOST_TRIES if error else tries > MOST_TRIES


def file_name(place: int, name: str) -> str:
    """`007 Hana Vasquez.pdf`: sorts as the sheet does, and opens on every system."""
    plain = re.sub(r"\s+", " ", re.sub(r'[\x00-\x1f<>:"/\\|?*]', " ", unicodedata.normalize("NFC", name))).strip(" .")
    return f"{place:03d} {plain[:80] or 'Copy'}.pdf"


def set_name(on: date, colour: str, number: int, *, half: bool) -> str:
    """`call-sheets-2030-04-12-double-blue-v11-half.zip`, in letters that a header may carry."""
    plain = re.sub(r"[^a-z0-9]+", "-", colour.lower()).strip("-") or "sheet"
    return f"call-sheets-{on.isoformat()}-{plain}-v{number}{'-half' if half else ''}.zip"
