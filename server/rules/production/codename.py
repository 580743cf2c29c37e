"""What a join code's page shows in place of the title: two plain words that a production can change."""

_FIRST = (
    "Amber", "Birch", "Cedar", "Copper", "Coral", "Dusk", "Ember", "Flint", "Granite", "Harvest", "Iron", "Juniper",
    "Lantern", "Marble", "North", "Ochre", "Paper", "Quarry", "River", "Silver", "Slate", "Tin", "Umber", "Velvet",
    "Willow", "Winter",
)  # fmt: skip
_SECOND = (
    "Anchor", "Bridge", "Crane", "Dune", "Engine", "Ferry", "Gate", "Heron", "Island", "Jetty", "Kite", "Ladder",
    "Mast", "Notch", "Orchard", "Pier", "Quill", "Ridge", "Signal", "Tower", "Vale", "Wharf", "Yard",
)  # fmt: skip


def code_name(number: int) -> str:
    """One of 598 names, the same for the same number; neighbours differ in both words."""
    return f"{_FIRST[number * 7 % len(_FIRST)]} {_SECOND[number * 5 % len(_SECOND)]}"
