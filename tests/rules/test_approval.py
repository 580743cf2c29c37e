"""Who still has to approve a sheet, and why."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from server.rules.access import Membership, Role
from server.rules.production.settings import Approver
from server.rules.schedule.rest import Rest
from server.rules.sheets.approval import Asked, Reason, Word, answered, asked, content_of, short_lines, signs_as
from server.rules.sheets.snapshot import Advance, Head, Line, Snapshot, Time

NOON = datetime(2030, 4, 11, 12, tzinfo=UTC)
BOTH = (Approver.FIRST_AD, Approver.UPM)
FIRST_AD, UPM = BOTH


def at(minutes):
    return Time(at=NOON + timedelta(minutes=minutes), minutes=minutes)


def page(general=402, **head):
    day = Head(
        day_id=1, unit_id=1, unit="Main", on_date=date(2030, 4, 12), zone="UTC", general_call=at(general), **head
    )
    return Snapshot(head=day, lines=(Line(id="m1.p1.e0", kind="time", member_id=1, call=at(general)),))


OMAR, LENA = "m1.p1.e0", "m2.p2.e0"
WHY = {
    "a first issue is everybody's": (BOTH, None, page(), {}, {}, {"first_ad": ["first"], "upm": ["first"]}),
    "only those whom the production asks": ((FIRST_AD,), None, page(), {}, {}, {"first_ad": ["first"]}),
    "a short rest is the UPM's, asked or not": (
        (FIRST_AD,), None, page(), {OMAR: 500}, {}, {"first_ad": ["first"], "upm": ["rest"]},
    ),
    "weather is nobody's": (BOTH, page(), page(weather="Rain"), {}, {}, {"first_ad": [], "upm": []}),
    "the general call is everybody's": (
        BOTH, page(), page(432), {}, {}, {"first_ad": ["general_call"], "upm": ["general_call"]},
    ),
    "so is one that is taken away": (
        BOTH, page(), msgspec.structs.replace(page(), head=msgspec.structs.replace(page().head, general_call=None)), {},
        {}, {"first_ad": ["general_call"], "upm": ["general_call"]},
    ),
    "a rest that gets short is the UPM's alone": (
        BOTH, page(), page(weather="Rain"), {OMAR: 500}, {}, {"first_ad": [], "upm": ["rest"]},
    ),
    "one that was short and went out is not asked again": (
        BOTH, page(), page(weather="Rain"), {OMAR: 500}, {OMAR: 500}, {"first_ad": [], "upm": []},
    ),
    "one that gets shorter still is": (
        BOTH, page(), page(weather="Rain"), {OMAR: 470}, {OMAR: 500}, {"first_ad": [], "upm": ["rest"]},
    ),
    "another's is": (
        BOTH, page(), page(weather="Rain"), {OMAR: 500, LENA: 560}, {OMAR: 500}, {"first_ad": [], "upm": ["rest"]},
    ),
    "a day that is nobody's to approve": ((), None, page(), {OMAR: 500}, {}, {}),
    "the same page rung once more": (BOTH, page(), page(), {OMAR: 500}, {}, {"first_ad": [], "upm": []}),
}  # fmt: skip


@pytest.mark.parametrize("case", WHY)
def test_who_is_asked_and_why(case):
    approvers, issued, draft, short, before, expected = WHY[case]
    found = asked(approvers, draft, issued, short=short, before=before)
    assert {str(one.role): [str(why) for why in one.why] for one in found} == expected


def word(role=FIRST_AD, *, content=b"a", number=1, given=True, by="Margaux", short=None):
    return Word(1, role, number, content, given, NOON, by, "1st AD", "White", short or {})


NEEDED = [Asked(role=FIRST_AD, why=(Reason.FIRST,)), Asked(role=UPM, why=(Reason.FIRST,))]
HOLDS = {
    "nothing was said": ([], {"first_ad", "upm"}),
    "one of two": ([word()], {"upm"}),
    "both": ([word(), word(UPM)], set()),
    "given for another content": ([word(content=b"b"), word(UPM)], {"first_ad"}),
    "given before another version went out": ([word(number=2), word(UPM)], {"first_ad"}),
    "taken back": ([word(), word(UPM), word(given=False)], {"first_ad"}),
    "taken back and given again": ([word(), word(UPM), word(given=False), word()], set()),
    "another content taken back": ([word(), word(UPM), word(content=b"b", given=False)], set()),
}


@pytest.mark.parametrize("case", HOLDS)
def test_an_approval_holds_for_one_content_and_one_number(case):
    said, missing = HOLDS[case]
    found = answered(NEEDED, said, number=1, content=b"a", short={})
    assert {str(one.role) for one in found if one.missing} == missing


@pytest.mark.parametrize(
    ("then", "now", "missing"),
    [
        ({}, {OMAR: 500}, {"upm"}),  # a wrap was logged later than was thought
        ({OMAR: 500}, {OMAR: 400}, {"upm"}),
        ({OMAR: 500}, {OMAR: 500}, set()),
        ({OMAR: 500}, {OMAR: 550}, set()),
        ({OMAR: 500}, {}, set()),
    ],
)
def test_the_upms_holds_for_the_rest_it_was_given_for(then, now, missing):
    found = answered(NEEDED, [word(short=then), word(UPM, short=then)], number=1, content=b"a", short=now)
    assert {str(one.role) for one in found if one.missing} == missing


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (page(), page(cancelled=True), ("cancelled",)),
        (page(cancelled=True), page(), ("cancelled",)),
        (page(cancelled=True), page(cancelled=True, reason="Storm, and worse"), ()),
    ],
)
def test_a_day_cancelled_or_on_again_waits_as_a_moved_call_does_and_for_nobodys_rest(before, after, why):
    found = asked(BOTH, after, before, short={OMAR: 100} if after.head.cancelled else {}, before={})
    assert [one.why for one in found] == [why, why]


def test_what_is_typed_of_other_days_takes_no_approval_away():
    added = msgspec.structs.replace(page(number=5, of=31), advance=(Advance(id=6, on_date=date(2030, 4, 13)),))
    assert content_of(page(number=5, of=30)) == content_of(added)


def test_content_is_what_would_be_frozen():
    assert content_of(page()) == content_of(page())
    assert content_of(page()) != content_of(page(weather="Rain"))
    assert len(content_of(page())) == 32


def test_only_a_short_rest_is_kept_with_its_minutes():
    def rest(minutes):
        return Rest(minutes=minutes, needed=600, since=NOON, logged=True, pack="x", source="x")

    assert short_lines({OMAR: rest(599), LENA: rest(600)}) == {OMAR: 599}


SIGNS = [
    ({Role.FIRST_AD}, None, True, {FIRST_AD}),
    ({Role.FIRST_AD}, 1, True, {FIRST_AD}),
    ({Role.FIRST_AD}, 2, True, set()),
    ({Role.UPM, Role.FIRST_AD}, 2, True, {UPM}),
    ({Role.UPM}, None, True, {UPM}),
    ({Role.PRODUCER}, None, True, set()),
    ({Role.PRODUCER}, None, False, {UPM}),
    ({Role.COORDINATOR, Role.SECOND_AD, Role.CREW}, None, False, set()),
]


@pytest.mark.parametrize(("roles", "unit", "upm_there", "expected"), SIGNS)
def test_in_which_role_somebody_approves(roles, unit, upm_there, expected):
    membership = Membership(1, 1, frozenset(roles), unit_id=unit)
    assert signs_as(membership, unit_id=1, upm_there=upm_there) == expected
