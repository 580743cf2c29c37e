"""apply(before, diff(before, after)) == after, and a page survives being frozen."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.rules.sheets import diff as differences
from server.rules.sheets import snapshot as page
from tests.amounts import amount

START = datetime(2025, 4, 11, 4, tzinfo=UTC)
times = st.none() | st.integers(-200, 2000).map(lambda m: page.Time(at=START + timedelta(minutes=m), minutes=m))
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=6)
ids = st.integers(1, 9)


def listed(strategy):
    return st.lists(strategy, max_size=6, unique_by=lambda thing: thing.id).map(tuple)


heads = st.builds(
    page.Head, day_id=st.just(1), unit_id=ids, unit=words, on_date=st.dates(date(2025, 4, 1), date(2025, 4, 30)),
    zone=st.just("America/New_York"), general_call=times, hazards=words, weather=words, cancelled=st.booleans(),
)  # fmt: skip
places = st.builds(
    page.Place, id=ids, place_id=ids, kind=st.sampled_from(["base_camp", "set", "hospital"]), name=words, since=times
)
scenes = st.builds(
    page.Scene,
    id=ids,
    scene_id=ids,
    number=words,
    eighths=st.integers(0, 40),
    cast=st.lists(words, max_size=3).map(tuple),
)
lines = st.builds(
    page.Line, id=st.sampled_from(["m1.p1.e0", "m2.p2.e0", "m3.p0.e5"]), member_id=st.none() | ids,
    kind=st.sampled_from(["time", "on_call", "no_call"]), call=times, pickup=times, title=words,
)  # fmt: skip
pages = st.builds(
    page.Snapshot, head=heads, places=listed(places), scenes=listed(scenes), lines=listed(lines),
    notes=listed(st.builds(page.Note, id=ids, text=words)),
)  # fmt: skip


@settings(max_examples=amount("hypothesis examples") * 5, deadline=None)
@given(pages, pages)
def test_applying_a_difference_gives_the_other_page(before, after):
    assert differences.apply(before, differences.diff(before, after)) == after


@given(pages)
@settings(max_examples=amount("hypothesis examples"), deadline=None)
def test_a_page_differs_in_nothing_from_itself(same):
    assert not differences.diff(same, same)


@given(pages)
@settings(max_examples=amount("hypothesis examples"), deadline=None)
def test_a_frozen_page_thaws_as_it_was(sheet):
    assert page.thaw(page.freeze(sheet)) == sheet


@given(pages, pages)
@settings(max_examples=amount("hypothesis examples"), deadline=None)
def test_a_difference_travels_as_json(before, after):
    found = differences.diff(before, after)
    assert msgspec.json.decode(msgspec.json.encode(found))["head"].keys() == found.head.keys()


def test_a_page_of_a_later_release_is_refused():
    with pytest.raises(ValueError, match="format 99"):
        page.thaw(b'{"format": 99, "head": {}}')
