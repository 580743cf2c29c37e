"""Claims of one thing: what contests what, in any order."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.gear.custody import (
    HOME,
    MOVES,
    Claim,
    Hold,
    Holder,
    Move,
    contested,
    contests,
    fold,
    forbidden,
    settled_by,
)

ANA, VERA = Holder("member", 1), Holder("member", 2)


def claim(n, holder, *, seen=None, device="a", hlc=None, move=Move.TAKE, suspect=False):
    return Claim(UUID(int=n), hlc or n, device, holder, move, UUID(int=seen) if seen else None, suspect)


def test_two_who_did_not_know_of_each_other_contest():
    assert contested([claim(1, ANA), claim(2, VERA, device="b")]) == {UUID(int=2)}


def test_who_knew_the_claim_before_takes_over():
    assert contested([claim(1, ANA), claim(2, VERA, seen=1, device="b")]) == set()


def test_the_same_holder_twice_is_no_dispute():
    assert contested([claim(1, ANA), claim(2, ANA, device="b")]) == set()


def test_the_first_claim_takes_from_home():
    assert not contests(claim(1, ANA), None)


def test_a_clock_that_is_not_believed_always_contests_a_change():
    assert contests(claim(2, VERA, seen=1, suspect=True), claim(1, ANA))
    assert contests(claim(1, VERA, suspect=True), None)
    assert not contests(claim(1, HOME, suspect=True), None)


def test_a_correction_settles_what_stands_before_it():
    claims = [claim(1, ANA), claim(2, VERA, device="b"), claim(3, ANA, seen=2, move=Move.CORRECT)]
    assert settled_by(claims) == {UUID(int=2): UUID(int=3)}


def test_a_correction_that_did_not_know_the_newest_claim_settles_nothing():
    claims = [claim(1, ANA), claim(2, VERA, device="b"), claim(3, ANA, seen=1, move=Move.CORRECT)]
    assert settled_by(claims) == {UUID(int=2): None, UUID(int=3): None}


@pytest.mark.parametrize("hold", list(Hold))
@pytest.mark.parametrize("move", list(Move))
def test_every_move_under_every_hold(hold, move):
    """The table itself, told again as the trade says it."""
    said = {
        Hold.NONE: {"take", "return", "correct"},
        Hold.QUARANTINE: {"return", "correct", "release"},
        Hold.LOST: {"found", "correct"},
    }
    assert (forbidden(hold, move) is None) == (move.value in said[hold])
    assert set(MOVES) == set(Hold)


@st.composite
def ledgers(draw):
    size = draw(st.integers(1, 12))
    claims = []
    for n in range(1, size + 1):
        seen = draw(st.integers(0, n - 1))
        claims.append(
            claim(
                n, draw(st.sampled_from([HOME, ANA, VERA])), seen=seen or None, device=draw(st.sampled_from("ab")),
                hlc=draw(st.integers(1, 6)) * 100 + n, move=draw(st.sampled_from([Move.TAKE, Move.CORRECT])),
            )
        )  # fmt: skip
    return claims


@given(ledgers(), st.randoms())
def test_disputes_and_state_do_not_depend_on_the_order_of_arrival(claims, random):
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert contested(shuffled) == contested(claims)
    assert settled_by(shuffled) == settled_by(claims)
    assert fold(shuffled) == fold(claims)


@given(ledgers())
def test_only_neighbours_matter(claims):
    """What the service relies on: a claim that comes last leaves every other claim as it was."""
    newest = max(claims, key=lambda c: c.order)
    rest = [c for c in claims if c is not newest]
    assert contested(claims) - {newest.id} == contested(rest)
