"""What to look at on a gathered day: the rule over everybody who is called."""

from collections.abc import Mapping

from server.rules.schedule.looks import Look, in_order, looks_of
from server.rules.schedule.rest import Rest
from server.rules.schedule.times import minutes_of
from server.services.schedule.gather import Gathered
from server.services.schedule.minors import hours_of
from server.services.schedule.resting import Key, key_of


def looks(gathered: Gathered, rested: Mapping[Key, Rest]) -> list[Look]:
    """Minors' hours, short rest and weekly rest in words, worst first. `rested` comes from `resting.rests`."""
    day = gathered.day
    found: list[Look] = []
    for called in (*gathered.cast, *gathered.crew):
        rest = rested.get(key_of(called))
        earliest = minutes_of(rest.earliest, day.on_date, day.zone) if rest is not None else None
        name = called.name or called.title
        found += looks_of(name, called.member_id, rest, hours_of(gathered, called), earliest)
    return in_order(found)
