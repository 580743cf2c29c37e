"""The production that an import starts: its name from the schedule, where it is shot from who imports."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from server.errors import Invalid
from server.rules.intake.report import Notes
from server.rules.production.numbers import COUNTRIES
from server.services.intake.papers import Paper
from server.services.production.make import Country, NewProduction, Zone, checked_zone
from server.wire import Line, Struct


class Start(Struct):
    """`name` "": as the schedule says. `zone` (IANA) and `country` (ISO, for telephone numbers) None: not said."""

    name: Annotated[str, msgspec.Meta(max_length=120)] = ""
    company: Line = ""
    zone: Zone | None = None
    country: Country | None = None

    @property
    def unsaid(self) -> bool:
        return self.zone is None or self.country is None


GUESSED_ZONE, GUESSED_COUNTRY = "America/New_York", "US"


def started(start: Start, papers: Sequence[Paper]) -> NewProduction:
    """What is to be made; where nobody said where it is shot, guessed. Raises Invalid for what isn't a place."""
    named = next((p.schedule for p in papers if p.schedule is not None and p.schedule.project), None)
    if not start.name.strip() and named is None:
        raise Invalid(
            "No file names a production.",
            code="no_production",
            next_step="Import the schedule first, or make the production by hand.",
        )
    zone, country = start.zone or GUESSED_ZONE, start.country or GUESSED_COUNTRY
    checked_zone(zone)
    if country not in COUNTRIES:
        raise Invalid(f"There is no country {country}.", errors=[{"where": "country", "what": "two letters, as in GB"}])
    return NewProduction(
        name=start.name.strip() or (named.project[:120] if named else ""),
        company=start.company or (named.company if named else ""),
        zone=zone,
        country=country,
    )


def refuse_unsaid(start: Start) -> None:
    """Call times and telephone numbers would silently be somebody else's. Raises Invalid."""
    if start.unsaid:
        raise Invalid(
            "Where is it shot?",
            code="where",
            errors=[
                {"where": where, "what": what}
                for where, what, given in (
                    ("zone", "an IANA time zone, as in Europe/London", start.zone),
                    ("country", "two letters, as in GB: how telephone numbers are read", start.country),
                )
                if given is None
            ],
            next_step="Give the time zone and the country.",
        )


def tell_where(notes: Notes, start: Start, new: NewProduction) -> None:
    """Which zone and country a new production takes; a doubt where nobody said."""
    takes = f"times in {new.zone}, telephone numbers as in {new.country}"
    if start.unsaid:
        says = (
            f"Nobody has said where it is shot. Taken until somebody does: {takes}. Give the time zone and the country."
        )
        notes.add("doubted", says, code="where")
    else:
        notes.says.append(f"A new production: {takes}.")
