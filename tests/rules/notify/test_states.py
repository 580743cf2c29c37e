"""R8's table, and proof that only grows."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.notify.states import CALLING, KNOWN, OVER, UNREACHED, Board, State, after, ended, on_board

STATES = st.sampled_from(list(State))
PROOFS = st.sampled_from([s for s in State if s not in OVER])


def test_every_state_is_in_exactly_one_of_the_four():
    assert sorted([*CALLING, *KNOWN, *UNREACHED, *OVER]) == sorted(State)


@given(st.lists(PROOFS, max_size=6), STATES)
def test_the_order_of_proofs_does_not_matter_among_the_strongest(proofs, start):
    def run(order):
        state = start
        for proof in order:
            state = after(state, proof)
        return state

    ends = {on_board(run(order)) for order in itertools.islice(itertools.permutations(proofs), 24)}
    assert len(ends) == 1


@given(STATES, STATES)
def test_a_proof_told_twice_changes_nothing(now, proof):
    assert after(after(now, proof), proof) == after(now, proof)


@given(STATES, PROOFS)
def test_who_has_it_never_loses_it(now, proof):
    if now in KNOWN:
        assert after(now, proof) in KNOWN


@pytest.mark.parametrize("state", sorted(OVER))
def test_what_is_superseded_stays_so(state):
    assert all(after(state, proof) == state for proof in State)


def test_a_late_proof_takes_a_person_off_the_list():
    assert after(State.EXPIRED, State.SHOWN) == State.SHOWN
    assert after(State.ACCEPTED, State.LEFT) == State.LEFT
    assert after(State.SHOWN, State.SUPERSEDED) == State.SHOWN


def test_showing_is_not_confirming_where_it_is_asked_for():
    assert not ended(State.SHOWN, must_confirm=True)
    assert ended(State.SHOWN, must_confirm=False)
    assert ended(State.CONFIRMED, must_confirm=True)


def test_the_board_has_three_words():
    assert on_board(State.ACCEPTED) == Board.BEING_CALLED
    assert on_board(State.SHOWN) == Board.HAS_IT
    assert on_board(State.GONE) == Board.HASNT
    assert on_board(State.SUPERSEDED) is None
