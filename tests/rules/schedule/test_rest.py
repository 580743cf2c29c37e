"""Rest on UTC instants, and every row of the packs as it was read."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.minors import age_in_months, minor_hours
from server.rules.schedule.packs import Book, packs
from server.rules.schedule.rest import rest, weekly_needed, words
from server.rules.schedule.times import instant

H = 60
IATSE, SAG, PACT, EU, CALIFORNIA = (
    packs()[name]
    for name in (
        "iatse_basic_2021", "sag_aftra_theatrical", "pact_bectu_tv_drama_2023", "eu_working_time", "california_minors",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "read"),
    [
        (SAG.rest.minutes, 12 * H),
        ([r.minutes for r in SAG.rest.reductions], [10 * H, 11 * H]),
        (SAG.weekly_rest.two_days_off, 56 * H),
        (SAG.weekly_rest.one_day_off, 36 * H),
        ([(r.minutes, r.first_call_from) for r in SAG.weekly_rest.reductions], [(54 * H, 6 * H)]),
        ((SAG.forced_call.day_performer_cents, SAG.forced_call.weekly_cents), (900_00, 950_00)),
        ((SAG.meal.first_within, SAG.meal.next_within, SAG.meal.min_length), (6 * H, 6 * H, 30)),
        ((SAG.meal.reset.length, SAG.meal.reset.within), (15, 2 * H)),
        ((SAG.meal.ladder_cents, SAG.meal.ladder_unit), ((25_00, 35_00, 50_00), 30)),
        ([(s.after, s.times) for s in SAG.overtime.steps], [(8 * H, 1.5), (10 * H, 2.0)]),
        (SAG.overtime.unit, 6),
        ((SAG.drop.more_than_days, SAG.drop.domestic_days), (14, 10)),
        ((IATSE.rest.minutes, IATSE.weekly_rest.two_days_off, IATSE.weekly_rest.one_day_off), (10 * H, 54 * H, 32 * H)),
        ([(t.work, t.meal) for t in PACT.day_types], [(10 * H, H), (9 * H + 30, 30), (9 * H, 0)]),
        ((PACT.rest.minutes, PACT.weekly_rest.two_days_off, PACT.weekly_rest.one_day_off), (11 * H, 59 * H, None)),
        ([(s.after, s.times) for s in PACT.overtime.steps], [(None, 1.5), (None, 2.0)]),
        ((PACT.overtime.unit, PACT.overtime.night_from, PACT.overtime.sixth_day_times), (15, 23 * H, 1.5)),
        ((EU.rest.minutes, EU.weekly_rest.one_day_off, EU.weekly_average.minutes), (11 * H, 35 * H, 48 * H)),
        (EU.meal.first_within, 6 * H),
        (CALIFORNIA.rest.minutes, 12 * H),
        (
            [(s.under_months, s.at_place, s.at_work, s.at_work_no_school) for s in CALIFORNIA.minor.spans],
            [
                (6, 2 * H, 20, None),
                (24, 4 * H, 2 * H, None),
                (72, 6 * H, 3 * H, None),
                (9 * 12, 8 * H, 4 * H, 6 * H),
                (16 * 12, 9 * H, 5 * H, 7 * H),
                (18 * 12, 10 * H, 6 * H, 8 * H),
            ],
        ),
        ({s.school for s in CALIFORNIA.minor.spans if s.at_work_no_school}, {3 * H}),
        ((CALIFORNIA.minor.spans[0].from_days, CALIFORNIA.minor.meal), (15, 30)),
        (
            (CALIFORNIA.minor.earliest, CALIFORNIA.minor.latest, CALIFORNIA.minor.latest_before_no_school),
            (5 * H, 22 * H, 24 * H + 30),
        ),
        ((packs()["uk_children"].consecutive_days.at_most, packs()["uk_children"].rest_after_night.minutes), (6, 16 * H)),
        ((packs()["us_cancellation"].cancellation.deadline_on_day_off, packs()["us_cancellation"].cancellation.minimum), (16 * H, 8 * H)),
    ],
)  # fmt: skip
def test_a_row_of_the_packs_is_as_it_was_read(found, read):
    assert found == read


def test_every_value_names_its_source_and_asks_to_be_verified():
    for pack in packs().values():
        assert pack.verify, pack.id
        assert pack.read_on, pack.id
        parts = [part for part in msgspec.structs.asdict(pack).values() if hasattr(part, "source")]
        assert parts, pack.id
        assert all(part.source for part in parts), pack.id


@pytest.mark.parametrize(
    ("own", "production", "country", "who", "pack"),
    [
        (None, None, "US", {}, IATSE),
        (None, None, "GB", {}, PACT),
        (None, None, "DE", {}, EU),
        (None, "eu_working_time", "US", {}, EU),
        ("sag_aftra_theatrical", "eu_working_time", "GB", {}, SAG),
        (None, None, "US", {"cast": True}, SAG),
        (None, "eu_working_time", "US", {"cast": True, "minor": True}, CALIFORNIA),
        (None, None, "GB", {"cast": True, "minor": True}, PACT),
        ("no such pack", "us_cancellation", "US", {}, IATSE),
    ],
)
def test_whose_rule_counts(own, production, country, who, pack):
    assert Book(country=country, crew=production or "").of(own, **who) is pack


def test_rest_is_counted_from_the_wrap_and_names_its_rule():
    found = rest(
        IATSE, datetime(2026, 4, 10, 0, 45, tzinfo=UTC), logged=True,
        call_at=datetime(2026, 4, 10, 9, 57, tzinfo=UTC), pickup_at=None,
    )  # fmt: skip
    assert (found.minutes, found.needed, found.short) == (552, 600, True)
    assert (words(found.minutes), words(found.needed)) == ("9 h 12 min", "10 h")
    assert found.earliest == datetime(2026, 4, 10, 10, 45, tzinfo=UTC)
    assert "basic.iatse.net" in found.source


def test_the_earliest_call_is_a_whole_minute():
    wrapped = datetime(2026, 4, 10, 0, 45, 20, tzinfo=UTC)
    found = rest(IATSE, wrapped, logged=True, call_at=wrapped, pickup_at=None)
    assert found.earliest == datetime(2026, 4, 10, 10, 46, tzinfo=UTC)


def test_where_the_pack_says_so_rest_ends_at_the_pickup():
    pack = msgspec.structs.replace(IATSE, rest=msgspec.structs.replace(IATSE.rest, until="pickup"))
    wrapped = datetime(2026, 4, 10, tzinfo=UTC)
    call = wrapped + timedelta(hours=10)
    assert not rest(IATSE, wrapped, logged=True, call_at=call, pickup_at=call - timedelta(hours=1)).short
    assert rest(pack, wrapped, logged=True, call_at=call, pickup_at=call - timedelta(hours=1)).short


def test_the_clock_change_takes_an_hour_of_sleep():
    zone = "America/Los_Angeles"
    wrapped = instant(date(2026, 3, 7), zone, 20 * H)
    found = rest(SAG, wrapped, logged=True, call_at=instant(date(2026, 3, 8), zone, 7 * H), pickup_at=None)
    assert (found.minutes, found.short) == (600, True)


@pytest.mark.parametrize(
    ("pack", "days_off", "first_call", "needed"),
    [
        (IATSE, 0, 420, None),
        (IATSE, 1, 420, 32 * H),
        (IATSE, 2, 420, 54 * H),
        (IATSE, 3, 420, 54 * H),
        (SAG, 2, 359, 56 * H),
        (SAG, 2, 360, 54 * H),
        (SAG, 1, 420, 36 * H),
        (PACT, 1, 420, None),
        (PACT, 2, 420, 59 * H),
        (CALIFORNIA, 2, 420, None),
    ],
)
def test_weekly_rest_hangs_on_the_days_off(pack, days_off, first_call, needed):
    assert weekly_needed(pack.weekly_rest, days_off, first_call) == needed


MINUTES = st.integers(0, 365 * 1_440)
AT = MINUTES.map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@given(AT, AT, st.sampled_from([p for p in packs().values() if p.rest]))
def test_rest_is_never_negative_and_the_earliest_call_is_never_short(wrapped, call, pack):
    found = rest(pack, wrapped, logged=False, call_at=call, pickup_at=None)
    assert found.minutes >= 0
    assert not rest(pack, wrapped, logged=False, call_at=found.earliest, pickup_at=None).short
    assert rest(pack, wrapped, logged=False, call_at=found.earliest - timedelta(minutes=1), pickup_at=None).short


TUESDAY, FRIDAY = date(2026, 4, 7), date(2026, 4, 10)
EIGHT, FIFTEEN = date(2018, 1, 1), date(2011, 1, 1)


@pytest.mark.parametrize(
    ("on", "born", "call", "on_set", "out_by", "problems"),
    [
        (TUESDAY, EIGHT, 8 * H, 9 * H, 16 * H + 30, ()),
        (TUESDAY, FIFTEEN, 8 * H, None, 17 * H + 30, ()),
        (TUESDAY, FIFTEEN, 15 * H, None, 22 * H, ()),
        (FRIDAY, FIFTEEN, 16 * H, None, 24 * H + 30, ()),
        (TUESDAY, FIFTEEN, 4 * H + 30, None, 14 * H, ("called before 05:00",)),
        (TUESDAY, FIFTEEN, 22 * H, None, 22 * H, ("called after 22:00",)),
        (TUESDAY, EIGHT, 8 * H, 17 * H, 16 * H + 30, ("on set at 17:00, to be gone by 16:30",)),
        (TUESDAY, date(2026, 4, 1), 8 * H, None, 10 * H + 30, ("younger than 15 days",)),
        (TUESDAY, None, 8 * H, 21 * H, 22 * H, ()),
    ],
)
def test_a_minors_hours(on, born, call, on_set, out_by, problems):
    found = minor_hours(CALIFORNIA.minor, on, call, born_on=born, on_set=on_set)
    assert (found.out_by, found.problems, found.known) == (out_by, problems, born is not None)


@pytest.mark.parametrize(
    ("release", "problems"),
    [
        (None, ()),
        (16 * H + 30, ()),
        (
            16 * H + 31,
            ("planned to 16:31, to be gone by 16:30", "planned to work 4 h 01 min, at most 4 h on a school day"),
        ),
    ],
)
def test_a_minors_planned_release_is_within_the_hours_of_the_age(release, problems):
    found = minor_hours(CALIFORNIA.minor, TUESDAY, 8 * H, born_on=EIGHT, on_set=9 * H, release=release)
    assert found.problems == problems


@pytest.mark.parametrize(
    ("born", "on", "months"),
    [
        (date(2020, 4, 7), date(2026, 4, 7), 72),
        (date(2020, 4, 8), date(2026, 4, 7), 71),
        (date(2020, 12, 31), date(2021, 2, 28), 1),
    ],
)
def test_age_counts_whole_months(born, on, months):
    assert age_in_months(born, on) == months
