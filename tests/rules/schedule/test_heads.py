"""Ask the heads: how each thing that was asked for stands, and what a note becomes."""

import msgspec
import pytest

from server.rules.schedule.heads import (
    NOTE,
    Answer,
    MorePeople,
    PreCall,
    Settled,
    Standing,
    note_after,
    reads,
    standing,
)

OMAR = PreCall(member_id=1, position_id=7, minutes=30)
GRIP = MorePeople(id="6f0f5a55", title="Daily grip", quantity=2)
ALL = Answer(pre_calls=(OMAR,), people=(GRIP,), note="Crane on the truck")


def settled(ask, *, taken=True):
    return Settled(reads(ask), taken)


def test_what_nobody_looked_at_is_open():
    assert standing(ALL, {}) == {"p7": Standing.OPEN, "x6f0f5a55": Standing.OPEN, NOTE: Standing.OPEN}


def test_nothing_to_add_is_an_answer_with_nothing_in_it():
    assert Answer().asks() == {}


@pytest.mark.parametrize(
    ("ask", "taken", "how"),
    [
        (OMAR, True, Standing.TAKEN),
        (OMAR, False, Standing.LEFT),
        (msgspec.structs.replace(OMAR, minutes=45), True, Standing.CHANGED),
        (msgspec.structs.replace(OMAR, minutes=45), False, Standing.CHANGED),
        (PreCall(member_id=1, position_id=7, at_minutes=330), True, Standing.CHANGED),
    ],
)
def test_what_was_settled_is_marked_when_it_reads_otherwise(ask, taken, how):
    assert standing(Answer(pre_calls=(OMAR,)), {"p7": settled(ask, taken=taken)})["p7"] is how


def test_what_was_taken_and_isnt_asked_for_any_more_is_marked_and_what_was_left_isnt():
    done = {"p7": settled(OMAR), NOTE: settled("Crane", taken=False)}
    assert standing(Answer(), done) == {"p7": Standing.GONE}


def test_the_order_of_the_answer_changes_nothing():
    more = MorePeople(id="0a0a0a0a", title="Loader")
    done = {GRIP.key: settled(GRIP)}
    assert standing(Answer(people=(more, GRIP)), done)[GRIP.key] is Standing.TAKEN


@pytest.mark.parametrize(
    ("there", "before", "new", "after"),
    [
        ("", "", "Crane", "Crane"),
        ("Gels in van 2", "", "Crane", "Gels in van 2\nCrane"),
        ("Gels in van 2\nCrane", "Crane", "Crane and jib", "Gels in van 2\nCrane and jib"),
        ("Gels\nCrane", "", "Crane", "Gels\nCrane"),
        ("No crane today", "", "crane", "No crane today\ncrane"),
        ("Typed anew by the office", "Crane", "Jib", "Typed anew by the office\nJib"),
    ],
)
def test_a_departments_note_keeps_what_others_wrote(there, before, new, after):
    assert note_after(there, before=before, new=new) == after
