"""The colour of a version: White first on every day, each revision the next of the production's list."""

from collections.abc import Sequence


def colour(colours: Sequence[str], number: int) -> str:
    """Of the final version `number` (1, 2, …); past the end of the list it begins again, counted: `White 2`."""
    lap, place = divmod(number - 1, len(colours))
    return colours[place] if lap == 0 else f"{colours[place]} {lap + 1}"


def name(kind: str, number: int, colour_of: str) -> str:
    """What a person reads: `P2`, or the colour."""
    return f"P{number}" if kind == "preliminary" else colour_of
