"""Sheets of labels as PDF, by typst: vector only, words as data."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import typst

from server.adapters import qr
from server.rules.gear.labels import LABELS, MARGIN, Paper, Size, layout, pages

_TEMPLATE = Path(__file__).parent / "templates" / "labels.typ"


class Printed(msgspec.Struct, frozen=True):
    """`url` goes into the code; `written` and `name` beside it."""

    url: str
    written: str
    name: str


def label_sheet(labels: Sequence[Printed], size: Size, paper: Paper) -> bytes:
    """The PDF. Blocking, about a millisecond a label: call it in a thread."""
    label = LABELS[size]
    drawn = [{"svg": qr.svg(each.url).decode(), "written": each.written, "name": each.name} for each in labels]
    data = {
        "paper": str(paper), "margin": MARGIN, "width": label.width, "height": label.height, "qr": label.qr,
        "words": label.words, "columns": layout(size, paper).columns, "pages": pages(drawn, size, paper),
    }  # fmt: skip
    with TemporaryDirectory() as root:  # nothing but the template can be read from inside it
        source = Path(root) / "labels.typ"
        source.write_bytes(_TEMPLATE.read_bytes())
        made: bytes = typst.compile(str(source), root=root, sys_inputs={"data": json.dumps(data)})
        return made
