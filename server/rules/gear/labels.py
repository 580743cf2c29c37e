"""How labels lie on a sheet. Lengths in millimetres; codes are at least 20 mm but for lenses (measured, recipes)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")


class Size(StrEnum):
    CASE = "case"
    ITEM = "item"
    LENS = "lens"


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "us-letter"


class Label(msgspec.Struct, frozen=True):
    """`qr`: side of the code with its quiet zone. `words`: whether anything is printed beside or below it."""

    width: float
    height: float
    qr: float
    words: bool


LABELS: Final = {
    Size.CASE: Label(width=60, height=74, qr=54, words=True),
    Size.ITEM: Label(width=60, height=29, qr=27, words=True),
    Size.LENS: Label(width=19, height=19, qr=16, words=False),
}
PAPERS: Final = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}
MARGIN: Final = 10.0
MOST: Final = 400
"""Labels in one request."""


class Layout(msgspec.Struct, frozen=True):
    columns: int
    rows: int

    @property
    def a_page(self) -> int:
        return self.columns * self.rows


def layout(size: Size, paper: Paper) -> Layout:
    label, (width, height) = LABELS[size], PAPERS[paper]
    return Layout(int((width - 2 * MARGIN) // label.width), int((height - 2 * MARGIN) // label.height))


def pages(labels: Sequence[T], size: Size, paper: Paper) -> list[list[T]]:
    """The labels, page by page, row by row."""
    each = layout(size, paper).a_page
    return [list(labels[at : at + each]) for at in range(0, len(labels), each)]
