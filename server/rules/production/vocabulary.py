"""The production's words on a sheet: US or UK, each of which a production may call otherwise."""

from collections.abc import Mapping
from typing import Literal

from server.wire import Struct

Word = Literal["general_call", "base_camp", "background", "wardrobe", "trailer_parking", "stand_ins"]

WORDS: dict[Word, tuple[str, str]] = {
    "general_call": ("General crew call", "Unit call"),
    "base_camp": ("Base camp", "Unit base"),
    "background": ("Background", "Supporting artists"),
    "wardrobe": ("Wardrobe", "Costume"),
    "trailer_parking": ("Truck parking", "Technical parking"),
    "stand_ins": ("Stand-ins", "Doubles"),
}
"""US, UK: with a capital, as at the start of a line."""


class SpokenOut(Struct):
    """Each word as this production says it."""

    general_call: str
    base_camp: str
    background: str
    wardrobe: str
    trailer_parking: str
    stand_ins: str


def spoken(vocabulary: str, own: Mapping[Word, str]) -> SpokenOut:
    """`vocabulary`: us, uk."""
    return SpokenOut(**{word: own.get(word) or both[vocabulary == "uk"] for word, both in WORDS.items()})
