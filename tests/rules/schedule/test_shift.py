"""What a push moves, and what stays and why."""

import pytest

from server.rules.schedule.difference import sentence
from server.rules.schedule.shift import Line, light_of, sun_words, why_stays


@pytest.mark.parametrize(
    ("typed", "more", "why"),
    [
        ("relative", {"relative": True}, None),
        ("department", {"relative": True}, None),
        ("chain", {}, None),
        ("absolute", {}, "absolute"),
        ("department", {}, "absolute"),
        ("chain", {"sun": True}, "sun"),
        ("relative", {"relative": True, "sun": True}, None),
        ("chain", {"minor": True}, "minor"),
        ("chain", {"minor": True, "sun": True}, "minor"),
        ("relative", {"relative": True, "minor": True}, "minor"),
        ("absolute", {"minor": True}, "minor"),
        ("on_call", {"timed": False, "minor": True}, None),
    ],
)
def test_why_a_call_stays(typed, more, why):
    assert why_stays(Line(**{"typed": typed, "timed": True, "relative": False} | more)) == why


@pytest.mark.parametrize(
    ("int_ext", "day_night", "light"),
    [
        ("EXT", "DAWN", "rises"),
        ("Ext.", "Sunrise", "rises"),
        ("INT/EXT", "DUSK", "sets"),
        ("EXT", "MAGIC HOUR", "sets"),
        ("EXT", "DAY", None),
        ("EXT", "NIGHT", None),
        ("INT", "DUSK", None),
        ("", "DUSK", None),
    ],
)
def test_scenes_that_hang_on_the_sun(int_ext, day_night, light):
    assert light_of(int_ext, day_night) == light


def test_the_sun_is_named_where_the_place_is_known():
    assert sun_words("sets", 1_172) == "the sun sets 19:32"
    assert sun_words("rises", None) == "hangs on the sun"


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        (
            "day_changed",
            {"fields": ["general_call", "hazards"]},
            "Bjorn changed the general call, now 07:12 and the hazards at 19:42.",
        ),
        ("day_changed", {"fields": ["lunch"]}, "Bjorn changed the lunch, now open at 19:42."),
        ("day_changed", {}, "Bjorn changed the day at 19:42."),
        ("calls_changed", {"member": "Omar"}, "Bjorn changed Omar's call at 19:42."),
        ("calls_changed", {"department": "Camera"}, "Bjorn changed Camera's call at 19:42."),
        ("calls_changed", {}, "Bjorn changed calls at 19:42."),
        ("places_changed", {}, "Bjorn changed the places at 19:42."),
        ("day_shifted", {}, "Bjorn moved the day, general call now 07:12, at 19:42."),
        ("day_moved", {"who": ""}, "Somebody changed the date at 19:42."),
    ],
)
def test_what_somebody_else_changed_in_words(kind, more, words):
    given = {
        "who": "Bjorn",
        "at": "19:42",
        "fields": [],
        "member": "",
        "department": "",
        "now": {"general_call": "07:12"},
    }
    assert sentence(kind, **given | more) == words
