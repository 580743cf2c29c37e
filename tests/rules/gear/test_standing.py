from datetime import UTC, date, datetime, timedelta

import pytest

from server.rules.gear.clock import AHEAD, after, at_of, ms_at, pack, stamp
from server.rules.gear.custody import Hold
from server.rules.gear.labels import LABELS, MARGIN, PAPERS, Paper, Size, layout, pages
from server.rules.gear.standing import Facts, Standing, overdue, standing

NOON = datetime(2025, 4, 10, 12, tzinfo=UTC)


def facts(kind="home", holder=None, *, home=1, hold=Hold.NONE, disputed=False, missed=None, seen=None):
    return Facts(kind, holder, home, hold, disputed, missed, seen)


@pytest.mark.parametrize(
    ("known", "word"),
    [
        (facts(), Standing.IN),
        (facts("vehicle", 1), Standing.IN),
        (facts("vehicle", 2), Standing.OUT),
        (facts("vehicle", 2, home=None), Standing.IN),
        (facts("member", 4), Standing.OUT),
        (facts("vendor", 4), Standing.BACK),
        (facts("member", 4, missed=NOON), Standing.MISSING),
        (facts("member", 4, missed=NOON, seen=NOON - timedelta(hours=1)), Standing.MISSING),
        (facts(missed=NOON, seen=NOON + timedelta(minutes=1)), Standing.IN),
        (facts(hold=Hold.LOST, missed=NOON), Standing.LOST),
        (facts(hold=Hold.QUARANTINE), Standing.QUARANTINE),
        (facts("member", 4, disputed=True, missed=NOON), Standing.DISPUTE),
    ],
)
def test_one_word_for_a_thing(known, word):
    assert standing(known) is word


def test_overdue_is_the_day_after():
    due = date(2025, 4, 10)
    assert not overdue(due_back_on=due, holder_kind="home", today=due)
    assert overdue(due_back_on=due, holder_kind="member", today=due + timedelta(days=1))
    assert not overdue(due_back_on=due, holder_kind="vendor", today=due + timedelta(days=1))
    assert not overdue(due_back_on=None, holder_kind="home", today=due)


def test_a_stamp_from_the_future_is_taken_at_arrival():
    edge = pack(ms_at(NOON + AHEAD), 7)
    assert not stamp(edge, newest=0, now=NOON).suspect
    late = stamp(pack(ms_at(NOON + AHEAD) + 1, 0), newest=edge, now=NOON)
    assert (late.suspect, late.hlc) == (True, edge + 1)
    assert at_of(stamp(2**62, newest=0, now=NOON).hlc) == NOON


def test_what_the_server_does_is_later_than_all_it_knows():
    assert after(pack(ms_at(NOON), 0), now=NOON - timedelta(hours=1)) == pack(ms_at(NOON), 1)


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("paper", list(Paper))
def test_labels_fit_their_paper(size, paper):
    grid, label = layout(size, paper), LABELS[size]
    assert grid.columns * label.width + 2 * MARGIN <= PAPERS[paper][0]
    assert grid.rows * label.height + 2 * MARGIN <= PAPERS[paper][1]
    assert label.qr <= min(label.width, label.height)
    assert [len(page) for page in pages(range(grid.a_page + 1), size, paper)] == [grid.a_page, 1]
