"""A production's settings, kept as one jsonb document. An unknown key is refused; a missing one has the default."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from server.rules.production.vocabulary import Word
from server.wire import Line, Minutes, Struct, Text

COLOURS = (
    "White", "Blue", "Pink", "Yellow", "Green", "Goldenrod", "Buff", "Salmon", "Cherry",
    "Double White", "Double Blue", "Double Pink", "Double Yellow", "Double Green", "Double Goldenrod",
    "Double Buff", "Double Salmon", "Double Cherry",
)  # fmt: skip
"""The habit of the trade; a production may rename and reorder its own list."""

Clock = Annotated[int, msgspec.Meta(ge=0, lt=1_440)]
"""Minutes after midnight on the production's wall clock."""


class MustConfirm(StrEnum):
    """Who is asked for *Got it*."""

    NOBODY = "nobody"
    CAST_AND_DAY_PLAYERS = "cast_and_day_players"
    CHANGED = "changed"
    ALL = "all"


class Approver(StrEnum):
    """Who may be asked to approve a sheet, as the names of their roles."""

    FIRST_AD = "first_ad"
    UPM = "upm"


class SheetBlock(Struct):
    """A block of the call sheet (`rules.sheets.blocks.DEFAULT`). One that is off stands nowhere."""

    name: Line
    on: bool = True


class SheetForm(Struct):
    """How this production's sheets look: letterhead, blocks in their order, own words."""

    episode: Line = ""
    credits: Text = ""
    """A line each: "Director Ana Jensen"."""
    script: Line = ""
    """Colour of the newest script pages, and their date; of the schedule below."""
    script_on: date | None = None
    schedule: Line = ""
    schedule_on: date | None = None
    foot: Line = "No forced calls without approval · confidential"
    blocks: Annotated[tuple[SheetBlock, ...], msgspec.Meta(max_length=20)] = ()
    """Those not named follow in the usual order."""
    words: dict[Word, Line] = msgspec.field(default_factory=dict)
    """In place of the vocabulary's."""


class ProductionSettings(Struct):
    colours: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=40)] = COLOURS
    must_confirm: MustConfirm = MustConfirm.CHANGED
    approval: Annotated[tuple[Approver, ...], msgspec.Meta(max_length=2)] = ()
    """Whose approval an issue waits for. Empty: sheets are issued without any."""
    quiet_from: Clock = 23 * 60
    quiet_to: Clock = 5 * 60
    """Between these a *later* call doesn't ring. Equal: no quiet hours."""
    chase_before_call: Minutes = 9 * 60
    """Minutes before a person's call by which a first issue must be known."""
    rest_pack: Line = ""
    """Which rule pack counts for the crew where a person's agreement, or their department, names none."""
    cast_rest_pack: Line = ""
    """The same for the cast. Empty: the country's."""
    sms: bool = False
    """Text messages as a rung of the ladder; only to who agreed, and only where the installation has a gateway."""
    sms_per_person: Annotated[int, msgspec.Meta(ge=1, le=20)] = 4
    """Most text messages to one person within 24 hours."""
    sms_per_day: Annotated[int, msgspec.Meta(ge=1, le=5_000)] = 200
    """Most of the whole production within 24 hours."""
    paper: Annotated[str, msgspec.Meta(pattern="^(letter|a4|legal)$")] = "letter"
    sheet: SheetForm = msgspec.field(default_factory=SheetForm)
    hold_seconds: Annotated[int, msgspec.Meta(ge=0, le=300)] = 30
    """How long an issue can be stopped before anybody is told."""


def settings_of(document: str | bytes) -> ProductionSettings:
    """The settings as stored. Raises msgspec.ValidationError when the document isn't one of ours."""
    return msgspec.json.decode(document, type=ProductionSettings)


def is_quiet(settings: ProductionSettings, minutes: int) -> bool:
    """Whether the wall clock's `minutes` after midnight lie in the quiet hours, which may span midnight."""
    start, end = settings.quiet_from, settings.quiet_to
    if start <= end:
        return start <= minutes < end
    return minutes >= start or minutes < end
