"""Days in a row, shorter rests that a rule allows, rest after a night: every such row of the packs, and some laws."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.hours import Finding, Stint, after_night, findings, in_a_row, may_shorten
from server.rules.schedule.minors import minor_hours
from server.rules.schedule.packs import AfterNight, Book, packs
from server.rules.schedule.rest import rest
from server.rules.schedule.times import instant

H = 60
IATSE, SAG, PACT, EU, CALIFORNIA, UK_CHILDREN = (
    packs()[name]
    for name in (
        "iatse_basic_2021", "sag_aftra_theatrical", "pact_bectu_tv_drama_2023", "eu_working_time", "california_minors",
        "uk_children",
    )
)  # fmt: skip
FRIDAY = date(2026, 4, 10)
NEW_YORK, LONDON = "America/New_York", "Europe/London"


def day(before: int, *, start=7 * H, end=19 * H, exterior=False, zone=NEW_YORK) -> Stint:
    """So many days before Friday, from `start` to `end` on the clock."""
    on = FRIDAY - timedelta(days=before)
    return Stint(
        on_date=on, starts=instant(on, zone, start), ends=instant(on, zone, end), end_clock=end, exterior=exterior
    )


def worked(*before: int, **how) -> list[Stint]:
    return [day(n, **how) for n in sorted(before, reverse=True)]


@pytest.mark.parametrize(
    ("before", "many"),
    [((), 1), ((1,), 2), ((1, 2, 3, 4, 5), 6), ((1, 2, 3, 4, 5, 6), 7), ((2, 3), 1), ((1, 3), 2)],
)
def test_days_in_a_row(before, many):
    assert in_a_row(FRIDAY, {stint.on_date for stint in worked(*before)}) == many


@given(st.sets(st.integers(1, 8)))
def test_a_row_is_as_long_as_the_days_before_are_unbroken(before):
    many = in_a_row(FRIDAY, {FRIDAY - timedelta(days=n) for n in before})
    assert set(range(1, many)) <= before
    assert many not in before


TEN, ELEVEN = 10 * H, 11 * H


@pytest.mark.parametrize(
    ("minutes", "before", "exterior", "allowed"),
    [
        (TEN, [day(1, exterior=True)], True, [TEN]),  # exteriors on both sides
        (TEN, [day(1)], True, []),
        (TEN, [day(1, exterior=True)], False, []),
        (TEN - 1, [day(1, exterior=True)], True, []),
        (ELEVEN, [day(1, exterior=True)], True, [TEN, ELEVEN]),
        (ELEVEN, [day(1)], False, [ELEVEN]),
        # taken two days ago: not once more within four days, but the other may, not being the day right before
        (ELEVEN, [day(3, end=22 * H), day(2), day(1, exterior=True)], True, [ELEVEN]),
        # taken the day before: two in a row are not "non-consecutive"
        (ELEVEN, [day(2, end=22 * H), day(1, exterior=True)], True, []),
        # twice within the week
        (ELEVEN, [day(6, end=22 * H), day(5), day(4, end=22 * H), day(3), day(1)], False, []),
        # four days ago: once in four is free again
        (TEN, [day(5, end=22 * H), day(4), day(1, exterior=True)], True, [TEN]),
    ],
)
def test_a_shorter_rest_is_named_unless_what_is_known_rules_it_out(minutes, before, exterior, allowed):
    found = may_shorten(SAG.rest, minutes, on_date=FRIDAY, before=before, exterior=exterior)
    assert [reduction.minutes for reduction in found] == allowed


@given(st.integers(0, 24 * H), st.booleans(), st.booleans())
def test_no_shorter_rest_is_longer_than_what_there_is(minutes, before, exterior):
    found = may_shorten(SAG.rest, minutes, on_date=FRIDAY, before=[day(1, exterior=before)], exterior=exterior)
    assert all(reduction.minutes <= minutes for reduction in found)


def test_what_night_work_is_isnt_known_so_the_rule_waits_until_somebody_says_so():
    rule = UK_CHILDREN.rest_after_night
    assert (rule.minutes, rule.night_from) == (16 * H, None)
    assert after_night(rule, day(1, end=25 * H)) is None
    known = msgspec.structs.replace(rule, night_from=23 * H)
    assert after_night(known, day(1, end=25 * H)) == known
    assert after_night(known, day(1, end=23 * H)) is None


def test_after_a_night_the_longer_rest_counts():
    rule = AfterNight(minutes=16 * H, source="Wales", night_from=22 * H)
    last = day(1, end=23 * H, zone=LONDON)
    call = instant(FRIDAY, LONDON, 13 * H)
    found = rest(PACT, last.ends, logged=True, call_at=call, pickup_at=None, night=("UK children", rule))
    assert (found.minutes, found.needed, found.short, found.source) == (14 * H, 16 * H, True, "Wales")
    assert found.pack == "UK children"
    assert not rest(PACT, last.ends, logged=True, call_at=call, pickup_at=None).short


def kinds(pack, before, *, minors=None, rest_=None, **more):
    found = findings(
        "Rahul", pack, minors, on_date=FRIDAY, before=before, rest=rest_, hours=None, earliest="06:45", **more
    )
    return [(one.kind, one.weight) for one in found], found


@pytest.mark.parametrize(
    ("pack", "minors", "before", "expected", "says"),
    [
        (IATSE, None, range(1, 5), [], ""),
        (IATSE, None, range(1, 6), [("days", "look")], "Rahul works day 6 in a row."),
        (PACT, None, range(1, 6), [("days", "look")], "Rahul works a 6th day in a row: paid 1.5× by Pact/Bectu TV drama (2023)."),
        (PACT, None, range(1, 7), [("days", "look")], "Rahul works day 7 in a row."),
        (PACT, UK_CHILDREN, range(1, 6), [("days", "look")], "Rahul works a 6th day in a row: paid 1.5× by Pact/Bectu TV drama (2023)."),
        (PACT, UK_CHILDREN, range(1, 7), [("days", "act")], "Rahul works day 7 in a row; UK children allows 6."),
    ],
)  # fmt: skip
def test_the_sixth_and_the_seventh_day(pack, minors, before, expected, says):
    found, all_ = kinds(pack, worked(*before), minors=minors)
    assert found == expected
    assert [one.sentence for one in all_] == ([says] if says else [])


def test_a_short_rest_says_by_how_much_and_by_which_rule():
    last = day(1, end=20 * H + 45)
    had = rest(IATSE, last.ends, logged=True, call_at=instant(FRIDAY, NEW_YORK, 5 * H + 57), pickup_at=None)
    _, (found,) = kinds(IATSE, [last], rest_=had)
    assert found.sentence == (
        "Rahul would have 9 h 12 min rest; IATSE Basic (2021) asks for 10 h: 48 min short."
        " Earliest call without a short rest: 06:45."
    )
    assert (found.rule, found.minutes, found.needed) == ("IATSE Basic (2021): daily rest 10 h", 552, 600)
    assert "basic.iatse.net" in found.source


def test_a_short_rest_that_the_rule_may_allow_names_when():
    last = day(1, end=20 * H, exterior=True)
    had = rest(SAG, last.ends, logged=False, call_at=instant(FRIDAY, NEW_YORK, 6 * H), pickup_at=None)
    _, (found,) = kinds(SAG, [last], rest_=had, exterior=True)
    assert found.allowed == ("10 h once every 4th consecutive day with exteriors on both sides, nearby location",)
    assert "by the estimated wrap" in found.sentence


def test_a_short_weekend_names_the_weekly_rule():
    monday = date(2026, 4, 13)
    had = rest(
        IATSE, instant(FRIDAY, NEW_YORK, 22 * H), logged=True, call_at=instant(monday, NEW_YORK, 3 * H), pickup_at=None,
        days_off=2, first_call=3 * H,
    )  # fmt: skip
    found = findings("Rahul", IATSE, None, on_date=monday, before=[day(0)], rest=had, hours=None, earliest="")
    assert [(one.kind, one.minutes, one.needed) for one in found] == [("weekly_rest", 53 * H, 54 * H)]
    assert found[0].sentence.endswith("asks for 54 h: 1 h short.")


def test_a_minors_broken_hours_come_first():
    hours = minor_hours(CALIFORNIA.minor, FRIDAY, 4 * H, born_on=date(2018, 1, 1))
    had = rest(CALIFORNIA, day(1).ends, logged=True, call_at=instant(FRIDAY, NEW_YORK, 4 * H), pickup_at=None)
    assert (had.minutes, had.needed) == (9 * H, 12 * H)  # from wrap to call
    found = findings(
        "Amelia", CALIFORNIA, CALIFORNIA, on_date=FRIDAY, before=[day(1)], rest=had, hours=hours, earliest=""
    )
    assert [one.kind for one in found] == ["minor", "rest"]
    assert found[0].sentence == "Amelia, a minor: called before 05:00."


@pytest.mark.parametrize(
    ("on", "born", "call", "on_set", "release", "problems"),
    [
        # school day, 9–16: 5 h of work, 3 h school, half an hour of meal
        (FRIDAY, date(2014, 1, 1), 8 * H, 8 * H, 16 * H + 30, ()),
        (FRIDAY, date(2014, 1, 1), 8 * H, 8 * H, 16 * H + 31, ("planned to work 5 h 01 min, at most 5 h on a school day",)),
        # Saturday: 7 h and no school
        (date(2026, 4, 11), date(2014, 1, 1), 8 * H, 8 * H, 15 * H + 30, ()),
        (date(2026, 4, 11), date(2014, 1, 1), 8 * H, 8 * H, 15 * H + 31, ("planned to work 7 h 01 min, at most 7 h",)),
        # 2–6 years: 3 h whatever the day
        (FRIDAY, date(2022, 1, 1), 8 * H, 8 * H, 12 * H, ("planned to work 3 h 30 min, at most 3 h on a school day",)),
    ],
)  # fmt: skip
def test_a_minors_hours_at_work(on, born, call, on_set, release, problems):
    found = minor_hours(CALIFORNIA.minor, on, call, born_on=born, on_set=on_set, release=release)
    assert found.problems == problems


SPRING = {"America/Los_Angeles": date(2026, 3, 8), LONDON: date(2026, 3, 29)}
AUTUMN = {"America/Los_Angeles": date(2026, 11, 1), LONDON: date(2026, 10, 25)}


@pytest.mark.parametrize(("zone", "night"), SPRING.items())
def test_the_clocks_go_forward_and_eleven_hours_on_the_wall_are_ten(zone, night):
    wrapped = instant(night - timedelta(days=1), zone, 20 * H)
    found = rest(EU, wrapped, logged=True, call_at=instant(night, zone, 7 * H), pickup_at=None)
    assert (found.minutes, found.short) == (10 * H, True)


@pytest.mark.parametrize(("zone", "night"), AUTUMN.items())
def test_the_clocks_go_back_and_ten_hours_on_the_wall_are_eleven(zone, night):
    wrapped = instant(night - timedelta(days=1), zone, 20 * H)
    found = rest(EU, wrapped, logged=True, call_at=instant(night, zone, 6 * H), pickup_at=None)
    assert (found.minutes, found.short) == (11 * H, False)


def test_a_unit_in_another_zone_is_counted_on_instants():
    """Wrapped at 23:00 in London, called at 06:00 in New York the same night: 12 hours, not 7."""
    wrapped = instant(FRIDAY - timedelta(days=1), LONDON, 23 * H)
    found = rest(IATSE, wrapped, logged=True, call_at=instant(FRIDAY, NEW_YORK, 6 * H), pickup_at=None)
    assert (found.minutes, found.short) == (12 * H, False)


BEFORE = st.lists(st.integers(1, 8), unique=True).map(lambda found: worked(*found))
AT = st.integers(0, 20 * 1_440).map(lambda n: datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=n))


@given(AT, AT, st.sampled_from([p for p in packs().values() if p.rest]), BEFORE)
def test_every_finding_names_how_much_is_missing_and_is_there_only_where_something_is(wrapped, call, pack, before):
    had = rest(pack, wrapped, logged=True, call_at=call, pickup_at=None)
    found = findings("Rahul", pack, None, on_date=FRIDAY, before=before, rest=had, hours=None, earliest="")
    for one in found:
        if one.kind in {"rest", "weekly_rest"}:
            assert one.minutes < one.needed
            assert one.source
    assert any(one.kind == "rest" for one in found) == had.short


def test_a_production_has_its_own_wording_of_a_pack_and_falls_back_to_the_law():
    own = msgspec.structs.replace(IATSE, rest=msgspec.structs.replace(IATSE.rest, minutes=11 * H))
    assert Book(country="US", own={IATSE.id: own}).of(None) is own
    blank = msgspec.structs.replace(IATSE, rest=None)
    assert Book(country="US", own={IATSE.id: blank}).of(None) is EU
    assert Book(country="US", departments={7: "eu_working_time"}).of(None, department_id=7) is EU
    assert Book(country="US", departments={7: "eu_working_time"}).of(SAG.id, department_id=7) is SAG
    assert Book(country="GB", cast="sag_aftra_theatrical").of(None, cast=True) is SAG


@pytest.mark.parametrize(
    ("country", "named", "pack"),
    [("US", None, CALIFORNIA), ("GB", None, UK_CHILDREN), ("DE", None, None), ("DE", "uk_children", UK_CHILDREN)],
)
def test_whose_rule_for_minors_counts(country, named, pack):
    assert Book(country=country).of_minors(named) is pack


def test_what_was_said_of_a_finding_holds_until_it_is_worse_in_anything():
    found = Finding(kind="minor", weight="act", sentence="", rule="", source="", beyond={"early": 10, "work": 5})
    assert found.answered(None, {"early": 10, "work": 5, "late": 1})
    for less in ({"early": 9, "work": 5}, {"early": 10}, {}):
        assert not found.answered(None, less)
    short = Finding(kind="rest", weight="act", sentence="", rule="", source="", minutes=500)
    assert [short.answered(minutes, {}) for minutes in (499, 500, 501)] == [True, True, False]
