"""What to look at on a gathered day: the rule over everybody who is called."""

from collections.abc import Mapping

from server.rules.schedule.looks import Look, in_order, looks_of
from server.rules.schedule.rest import Rest
from server.rules.schedule.times import clock_words, minutes_of
from server.services.schedule.gather import Gathered
from server.services.schedule.minors import hours_of
from server.services.schedule.resting import Key, key_of


def looks(gathered: Gathered, rested: Mapping[Key, Rest], *, twelve: bool) -> list[Look]:
    """Minors' hours, short rest and weekly rest in words, worst first; `rested` comes from `resting.rests`.

    `twelve`: the reader's clock.
    """
    day = gathered.day
    found: list[Look] = []
    for called in (*gathered.cast, *gathered.crew):
        rest = rested.get(key_of(called))
        earliest = ""
        if rest is not None:
            earliest = clock_words(minutes_of(rest.earliest, day.on_date, day.zone), twelve=twelve)
        name = called.name or called.title
        found += looks_of(name, called.member_id, rest, hours_of(gathered, called, twelve=twelve), earliest)
    return in_order(found)
