"""Minors called on a day, with the hours that the country's pack gives them."""

from server.rules.schedule.minors import MinorHours, minor_hours
from server.services.schedule.gather import Called, Gathered
from server.services.schedule.resting import Key, key_of


def hours_of(gathered: Gathered, called: Called, *, twelve: bool) -> MinorHours | None:
    """None for who is no minor, has no time, or lives where no pack says anything of hours; `twelve`: the clock."""
    pack = gathered.book.of_minors(called.rest_pack)
    if not called.minor or called.times.call is None or pack is None or pack.minor is None:
        return None
    return minor_hours(
        pack.minor,
        gathered.day.on_date,
        called.times.call,
        born_on=called.born_on,
        on_set=called.times.on_set,
        release=called.release,
        twelve=twelve,
    )


def minors(gathered: Gathered, *, twelve: bool) -> dict[Key, MinorHours]:
    """The hours of every minor that is called at a time."""
    everybody = ((called, hours_of(gathered, called, twelve=twelve)) for called in (*gathered.cast, *gathered.crew))
    return {key_of(called): hours for called, hours in everybody if hours is not None}
