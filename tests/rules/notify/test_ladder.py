"""Which rung is due when, given the deadline, the time of issue and what answered: one table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.notify import ladder
from server.rules.notify.ladder import HUMAN, ORDER, Doors, Move, Rung, Tried, above, climb, due, first, following
from server.rules.notify.states import State

NOW = datetime(2030, 4, 10, 19, 55, tzinfo=UTC)
ALL = Doors(subscriptions=(4, 9), email="omar@example.test", sms_to="+447700900123")


def minutes(n):
    return timedelta(minutes=n)


def at(deadline, *, rings_in=None):
    rings_at = NOW + minutes(rings_in) if rings_in is not None else None
    return ladder.timing(NOW, rings_at=rings_at, deadline=NOW + minutes(deadline))


@pytest.mark.parametrize(
    ("deadline", "rungs"),
    [
        (15, (0, 3, 6, 9, 15)),  # the call is near
        (60, (0, 10, 24, 36, 60)),  # a first issue in the evening
        (300, (0, 10, 30, 180, 300)),  # at noon, for the morning
    ],
)
def test_each_rung_has_its_time_and_is_compressed_when_the_call_is_near(deadline, rungs):
    assert tuple((due(rung, at(deadline)) - NOW) / minutes(1) for rung in ORDER) == rungs


def test_what_lies_silently_begins_when_it_may_sound():
    quiet = at(135, rings_in=120)
    assert [due(rung, quiet) - NOW for rung in ORDER] == [minutes(120 + n) for n in (0, 3, 6, 9, 15)]


@given(st.integers(0, 3_000), st.integers(0, 4_000))
def test_the_rungs_are_due_in_their_order_and_the_last_by_the_deadline(deadline, later):
    timing = at(deadline)
    times = [due(rung, timing) for rung in ORDER]
    assert times == sorted(times)
    assert times[-1] == timing.deadline
    reached = ladder.reached_by(timing, NOW + minutes(later))
    assert (reached is Rung.OFFICE) == (later >= deadline)


@given(st.sampled_from(ORDER), st.integers(0, 600), st.integers(15, 600))
def test_the_rung_above_never_comes_later_than_planned(rung, since, deadline):
    found = ladder.next_due(rung, at(deadline), since=NOW + minutes(since))
    following_rung = above(rung)
    assert (found is None) == (following_rung is None)
    if found is not None:
        assert found <= due(following_rung, at(deadline))


def test_a_rung_reached_early_is_left_as_much_earlier():
    early = ladder.next_due(Rung.CHASER, at(15), since=NOW + minutes(1))
    assert early == NOW + minutes(7), "six minutes are the chaser's, whenever they begin"


@pytest.mark.parametrize(
    ("doors", "more", "move"),
    [
        (ALL, {}, Move(Rung.APP, subscriptions=(4, 9))),
        (Doors(email="a@b.test"), {}, Move(Rung.MAIL, mail_to="a@b.test")),
        (Doors(email="a@b.test", mail_bounced=True, sms_to="+1"), {}, Move(Rung.SMS, sms_to="+1")),
        (Doors(), {}, Move(Rung.CHASER, ends=State.NO_CHANNEL)),
        (Doors(), {"quiet": True}, Move(Rung.SMS, ends=State.NO_CHANNEL)),
        (Doors(sms_to="+1"), {"quiet": True}, Move(Rung.SMS, ends=State.NO_CHANNEL)),
        (ALL, {"by_hand": True}, Move(Rung.CHASER, subscriptions=(4, 9))),
        (Doors(right=False), {}, Move(ends=State.LEFT)),
        (ALL, {"expires_at": NOW}, Move(ends=State.EXPIRED)),
        (Doors(email="a@b.test"), {"subject": "gear"}, Move(ends=State.NO_CHANNEL)),
    ],
)
def test_at_release_the_best_door_is_opened(doors, more, move):
    assert first(doors, **{"subject": "sheet", "expires_at": NOW + minutes(600), "now": NOW} | more) == move


@pytest.mark.parametrize(
    ("doors", "tried", "move"),
    [
        (ALL, Tried(), Move(Rung.MAIL, mail_to="omar@example.test")),
        (ALL, Tried(mailed=True), Move(Rung.SMS, sms_to="+447700900123")),
        (ALL, Tried(mailed=True, texted=True), Move(Rung.CHASER, ends=State.GONE)),
        (Doors(), Tried(), Move(Rung.CHASER, ends=State.GONE)),
    ],
)
def test_when_nothing_is_left_the_next_door_is_opened_at_once(doors, tried, move):
    found = following(doors, tried, subject="sheet", failed=State.GONE, expires_at=NOW + minutes(600), now=NOW)
    assert found == move


def up(rung, after, *, doors=ALL, tried=None, state=State.ACCEPTED, deadline=15, silent=False, never=False):
    return climb(
        doors, tried or Tried(), rung=rung, state=state, at=at(deadline), silent=silent, never_sounds=never,
        now=NOW + minutes(after),
    )  # fmt: skip


def test_nobody_answers_and_each_rung_opens_its_door():
    assert up(Rung.APP, 3) == Move(Rung.MAIL, mail_to="omar@example.test")
    assert up(Rung.MAIL, 6, tried=Tried(mailed=True)) == Move(Rung.SMS, sms_to="+447700900123")
    assert up(Rung.SMS, 9, tried=Tried(True, True)) == Move(Rung.CHASER)
    assert up(Rung.CHASER, 15, tried=Tried(True, True)) == Move(Rung.OFFICE)


def test_after_an_hour_without_workers_all_doors_are_opened_at_once():
    assert up(Rung.APP, 60) == Move(Rung.OFFICE, mail_to="omar@example.test", sms_to="+447700900123")


def test_what_lay_silently_is_pushed_again_when_it_may_sound():
    assert up(Rung.APP, 0, silent=True) == Move(Rung.APP, subscriptions=(4, 9))


def test_who_had_no_door_in_the_quiet_hours_is_rung_when_they_end():
    assert up(Rung.SMS, 0, doors=Doors(), state=State.NO_CHANNEL, silent=True).rung is Rung.CHASER


def test_on_a_day_off_nobody_is_texted():
    assert up(Rung.MAIL, 6, tried=Tried(mailed=True), never=True) == Move(Rung.SMS)


def test_who_left_is_told_nothing_more():
    assert up(Rung.APP, 3, doors=Doors(right=False)) == Move(ends=State.LEFT)


@given(st.sampled_from(ORDER), st.integers(0, 60), st.booleans())
def test_nobody_comes_down_the_ladder(rung, after, silent):
    found = up(rung, after, silent=silent)
    assert ORDER.index(found.rung) >= ORDER.index(rung)
    assert after < 15 or found.rung is Rung.OFFICE
    assert found.ends is None
    assert {Rung.CHASER, Rung.OFFICE} == HUMAN
