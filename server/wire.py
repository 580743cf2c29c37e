"""What goes over the wire: base structs and bounded types. No unbounded text, number or list enters the server."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

# Everything but C0 and C1 controls; a NUL would also make PostgreSQL refuse the row.
_NO_CONTROL = r"^[^\x00-\x1f\x7f-\x9f]*$"
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"

Line = Annotated[str, msgspec.Meta(max_length=200, pattern=_NO_CONTROL)]
"""One line a person typed: a name, a set, a position."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=_NO_CONTROL)]
Text = Annotated[str, msgspec.Meta(max_length=4_000, pattern=_TEXT)]
"""Several lines: a note, a reason."""
Email = Annotated[
    str, msgspec.Meta(min_length=3, max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+$")
]
Phone = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z \-]*$")]
Token = Annotated[str, msgspec.Meta(min_length=20, max_length=200, pattern=r"^[0-9A-Za-z_\-]+$")]
Cut = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
"""A secret as it stood in an address, perhaps cut off: what isn't one is refused in words, not by its letters."""
Id = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
Eighths = Annotated[int, msgspec.Meta(ge=0, le=8_000)]
Minutes = Annotated[int, msgspec.Meta(ge=-1_440, le=4_320)]
"""After midnight of the day's date in the day's zone; below 0 the night before, above 1440 the morning after."""
Revision = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Cents = Annotated[int, msgspec.Meta(ge=0, le=10**13)]


class Struct(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=False):
    """Base of what comes in and what goes out. Unknown fields are refused (mass assignment)."""


class Row(msgspec.Struct, frozen=True):
    """Base of what a named query returns: built as `Struct(*record)`, in column order; say `frozen=True` again."""


class Page(Struct):
    """How a list is bounded: `limit` rows after the cursor `after` (an id; 0 from the start)."""

    after: int = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100


def encode(value: Any) -> bytes:
    return msgspec.json.encode(value, enc_hook=_enc)


def _enc(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    raise NotImplementedError(type(value))


def as_text(value: Any) -> str:
    """The same as `encode`, for a json or jsonb parameter."""
    return encode(value).decode()


def ids(values: Sequence[int | UUID]) -> list[int | UUID]:
    """In the one order in which rows are locked."""
    return sorted(set(values))
