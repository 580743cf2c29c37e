"""Who is told of what: the table of product.md, row by row."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from server.rules.production.settings import MustConfirm, ProductionSettings
from server.rules.sheets import concern, telling, words
from server.rules.sheets import snapshot as page
from server.rules.sheets.concern import Reach, changes
from server.rules.sheets.diff import diff
from server.rules.sheets.person import own

ZONE = ZoneInfo("America/New_York")


def time(minutes):
    local = datetime(2025, 4, 11, tzinfo=ZONE) + timedelta(minutes=minutes)
    return page.Time(at=local.astimezone(UTC), minutes=minutes)


def place(kind, number=1, **more):
    return page.Place(**({"id": number, "place_id": 100 + number, "kind": kind, "name": kind, "number": number} | more))


LINE = page.Line(
    id="m7.p1.e0", kind="time", member_id=7, position_id=1, department_id=3, title="Film Loader", call=time(402),
    pickup=None, place_id=101,
)  # fmt: skip
OTHER = msgspec.structs.replace(LINE, id="m8.p2.e0", member_id=8, position_id=2)
BEFORE = page.Snapshot(
    head=page.Head(day_id=1, unit_id=1, unit="Main", on_date=date(2025, 4, 11), zone="America/New_York"),
    places=(place("base_camp"), place("crew_parking", 2), place("hospital", 3), place("set", 4), place("holding", 5)),
    scenes=(page.Scene(id=1, scene_id=22, number="22", place_id=104), page.Scene(id=2, scene_id=24, number="24")),
    lines=(LINE, OTHER),
)


def with_line(**new):
    return msgspec.structs.replace(BEFORE, lines=(msgspec.structs.replace(LINE, **new), OTHER))


def with_head(**new):
    return msgspec.structs.replace(BEFORE, head=msgspec.structs.replace(BEFORE.head, **new))


def with_place(kind, **new):
    return msgspec.structs.replace(
        BEFORE, places=tuple(msgspec.structs.replace(p, **new) if p.kind == kind else p for p in BEFORE.places)
    )


def told(after, member=7, before=BEFORE):
    return [change.what for change in changes(own(before, member) if before else None, own(after, member))]


@pytest.mark.parametrize(
    ("after", "mine", "others"),
    [
        (with_line(call=time(372)), ["call"], []),
        (with_line(pickup=time(340)), ["pickup"], []),
        (with_line(on_set=time(420)), ["on_set"], []),
        (with_line(kind="on_call"), ["kind"], []),
        (with_line(kind="no_call", call=None), ["not_called"], []),
        (with_line(kind="cancelled", call=None), ["call_cancelled"], []),
        (with_line(kind="hold", call=None), ["hold"], []),
        (with_line(place_id=105), ["place_id"], []),
        (with_line(title="Loader"), [], []),
        (with_line(remarks="bring boots"), [], []),
        (with_head(hazards="Wet ground"), ["hazards"], ["hazards"]),
        (with_head(cancelled=True), ["cancelled"], ["cancelled"]),
        (with_head(unit_id=2), ["unit_id"], ["unit_id"]),
        (with_head(weather="Rain"), [], []),
        (with_head(lunch=time(760)), [], []),
        (with_head(channels="1 Production"), [], []),
        (with_head(general_call=time(372)), [], []),
        (with_place("crew_parking", place_id=900), ["crew_parking"], ["crew_parking"]),
        (with_place("hospital", place_id=900), ["hospital"], ["hospital"]),
        (with_place("hospital", name="St Mary"), [], []),
        (with_place("base_camp", address="2 New Road"), ["base_camp"], ["base_camp"]),
        (with_place("holding", place_id=900), [], []),
        (msgspec.structs.replace(BEFORE, scenes=BEFORE.scenes[:1]), [], []),
        (msgspec.structs.replace(BEFORE, notes=(page.Note(id=1, text="Bring flags"),)), [], []),
        (msgspec.structs.replace(BEFORE, scenes=BEFORE.scenes[::-1]), [], []),
    ],
)
def test_who_is_concerned_is_a_table(after, mine, others):
    assert (told(after), told(after, 8)) == (mine, others)


def test_the_place_of_the_first_set_rings_everybody():
    scenes = (msgspec.structs.replace(BEFORE.scenes[0], place_id=105), BEFORE.scenes[1])
    after = msgspec.structs.replace(BEFORE, scenes=scenes)
    assert told(after) == told(after, 8) == ["first_set"]


def test_whoever_is_picked_up_is_not_rung_for_parking():
    before = with_line(pickup=time(340))
    moved = tuple(msgspec.structs.replace(p, place_id=900) if p.kind == "crew_parking" else p for p in before.places)
    after = msgspec.structs.replace(before, places=moved)
    assert (told(after, 7, before), told(after, 8, before)) == ([], ["crew_parking"])


def test_nothing_known_is_the_whole_call():
    assert told(BEFORE, before=None) == ["called"]


def test_who_is_taken_off_the_page_is_told():
    assert told(msgspec.structs.replace(BEFORE, lines=(OTHER,))) == ["not_called"]


def test_who_never_was_on_it_is_not_told():
    assert told(BEFORE, 99) == []


def test_every_field_has_a_row():
    assert concern.LINE.keys() == set(page.Line.__struct_fields__)
    assert concern.HEAD.keys() == set(page.Head.__struct_fields__)
    assert concern.PLACE_FIELDS.keys() == set(page.Place.__struct_fields__)
    assert concern.BLOCKS.keys() | {"places", "lines"} == set(page.BLOCKS)
    assert Reach.RINGS not in concern.HEAD.values()


NOON = datetime(2025, 4, 10, 16, tzinfo=UTC)
NIGHT = datetime(2025, 4, 11, 3, 30, tzinfo=UTC)  # 23:30 in New York


def how(after, at, *, before=BEFORE, works_today=True, settings=None, resting=None):
    was, now = own(before, 7) if before else None, own(after, 7)
    return telling.told(
        changes(was, now), was, now, now=at, release_at=at, settings=settings or ProductionSettings(),
        works_today=works_today, cast=False, resting=resting,
    )  # fmt: skip


LEAVES = time(402).at - timedelta(minutes=60)
"""Omar drives himself."""
LATER, EARLIER = with_line(call=time(480)), with_line(call=time(372))


def test_a_later_call_lies_silently_in_the_night_and_sounds_half_an_hour_before_the_old_departure():
    told_at = how(LATER, NIGHT)
    assert (told_at.rings, told_at.rings_at) == (False, LEAVES - timedelta(minutes=30))
    assert told_at.deadline == told_at.rings_at + timedelta(minutes=15)
    assert (how(EARLIER, NIGHT).rings, how(EARLIER, NIGHT).rings_at) == (True, None)


def test_who_is_about_to_leave_for_the_old_time_is_rung_at_once():
    late = how(LATER, LEAVES - timedelta(minutes=29))
    assert (late.rings, late.rings_at) == (True, None)
    assert late.deadline == LEAVES - timedelta(minutes=14)


def test_who_is_picked_up_leaves_with_the_pickup():
    before = with_line(pickup=time(330))
    after = with_line(pickup=time(400), call=time(480))
    assert how(after, NIGHT, before=before).rings_at == time(330).at - timedelta(minutes=30)


@pytest.mark.parametrize(("hours", "sleeps"), [(1, False), (2, True), (6, True)])
def test_whoever_wrapped_two_hours_ago_may_sleep_whatever_the_clock_says(hours, sleeps):
    rested = telling.Resting(since=NOON - timedelta(hours=hours))
    assert how(LATER, NOON, resting=rested).rings is not sleeps


MINE = own(BEFORE, 7).lines[0].id


@pytest.mark.parametrize(
    ("after", "before", "by_hand"),
    [
        (EARLIER, BEFORE, True), (LATER, BEFORE, False), (BEFORE, None, False), (with_line(pickup=time(330)), BEFORE, True),
        (with_line(remarks="Bring boots"), BEFORE, False),
    ],
)  # fmt: skip
def test_an_earlier_call_inside_somebodys_rest_is_rung_by_a_human(after, before, by_hand):
    short = telling.Resting(since=NOON, short=frozenset({MINE}))
    was, now = own(before, 7) if before else None, own(after, 7)
    found = changes(was, now) or [concern.Change("call", None, None)]
    told_so = telling.told(
        found, was, now, now=NIGHT, release_at=NIGHT, settings=ProductionSettings(), works_today=True, cast=False,
        resting=short,
    )  # fmt: skip
    assert told_so.by_hand is by_hand
    assert not how(after, NIGHT, before=before).by_hand, "a rest that is long enough is nobody's to ring about"


CAPTAIN = msgspec.structs.replace(LINE, id="m9.p3.e0", member_id=9, position_id=3, title="Transport Captain")


@pytest.mark.parametrize(
    ("runs", "rung"),
    [
        ((), {9}), ((page.Run(id=1, name="Van 1", driver_id=8, passengers=(7,)),), {8}),
        ((page.Run(id=1, name="Van 1", passengers=(7,)),), {9}),
        ((page.Run(id=1, name="Van 1", driver_id=8, passengers=(10,)),), {9}),
    ],
)  # fmt: skip
def test_the_driver_of_a_moved_pickup_is_rung_or_else_who_plans_them(runs, rung):
    sheet = msgspec.structs.replace(BEFORE, lines=(LINE, OTHER, CAPTAIN), transport=runs)
    assert concern.drivers(sheet, {7}) == rung


def test_a_first_issue_right_before_the_call_is_chased_at_once():
    soon = time(402).at - timedelta(minutes=90)
    assert how(BEFORE, soon, before=None).deadline == soon + timedelta(minutes=15)


def test_a_day_off_is_kept_quiet_unless_the_call_is_within_a_day():
    assert not how(BEFORE, NOON - timedelta(days=1), before=None, works_today=False).rings
    assert how(BEFORE, NOON, before=None, works_today=False).rings


def test_a_first_issue_is_chased_nine_hours_before_the_call_and_not_before_an_hour():
    first = how(BEFORE, NOON - timedelta(hours=6), before=None)
    assert first.deadline == time(402).at - timedelta(hours=9)
    late = how(BEFORE, NIGHT, before=None)
    assert late.deadline == NIGHT + timedelta(hours=1)


def test_a_change_near_the_call_is_chased_after_a_quarter_of_an_hour():
    assert how(with_line(call=time(372)), NIGHT).deadline == NIGHT + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("rule", "first", "change"),
    [(MustConfirm.NOBODY, False, False), (MustConfirm.CHANGED, False, True), (MustConfirm.ALL, True, True)],
)
def test_who_must_confirm_is_a_setting(rule, first, change):
    settings = ProductionSettings(must_confirm=rule)
    assert how(BEFORE, NOON, before=None, settings=settings).must_confirm is first
    assert how(with_line(call=time(372)), NOON, settings=settings).must_confirm is change


def said(after, member=7, before=BEFORE, *, twelve=False):
    was, now = own(before, member) if before else None, own(after, member)
    return words.notice(changes(was, now), now, was, version="Blue", twelve=twelve)


def test_a_moved_call_says_new_and_old():
    assert said(with_line(call=time(372))).title == "Your call Fri 11 Apr: 06:12, was 06:42"
    assert said(with_line(call=time(372)), twelve=True).title == "Your call Fri 11 Apr: 6:12A, was 6:42A"


def test_a_first_call_says_where():
    first = said(BEFORE, before=None)
    assert first.title == "Your call Fri 11 Apr: 06:42"
    assert first.body == "Base camp base_camp · Parking crew_parking · Blue"


def test_a_cancelled_day_says_so_first():
    assert said(with_head(cancelled=True)).title == "Fri 11 Apr is cancelled"


HOLD, OFF = with_line(kind="hold", call=None), with_line(kind="cancelled", call=None)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (None, HOLD, ["hold"]), (None, OFF, []),  # who was never called isn't told that they are not
        (HOLD, HOLD, []), (OFF, OFF, []), (OFF, HOLD, ["hold"]), (HOLD, OFF, ["call_cancelled"]),
        (HOLD, with_line(kind="no_call", call=None), ["not_called"]), (HOLD, BEFORE, ["called"]),
        (OFF, BEFORE, ["called"]), (HOLD, with_head(cancelled=True), ["cancelled"]), (OFF, with_head(cancelled=True), []),
        (OFF, msgspec.structs.replace(BEFORE, lines=(OTHER,)), []),
    ],
)  # fmt: skip
def test_on_hold_cancelled_and_back(before, after, what):
    assert told(after, before=before) == what
    assert told(after, 8, before) == (["called"] if before is None else ["cancelled"] if after.head.cancelled else [])


@pytest.mark.parametrize(
    ("kind", "title", "body"),
    [
        ("cancelled", "You are NOT called on Fri 11 Apr", "Cancelled, was 06:42 · Blue"),
        ("hold", "You are on hold on Fri 11 Apr", "Stay reachable · Was 06:42 · Blue"),
        ("will_notify", "Fri 11 Apr: you will be told your time", "Stay reachable · Was 06:42 · Blue"),
        ("no_call", "You are not called on Fri 11 Apr", "Was 06:42 · Blue"),
    ],
)
def test_who_doesnt_come_after_all_reads_it_in_the_first_line(kind, title, body):
    found = said(with_line(kind=kind, call=None))
    assert (found.title, found.body) == (title, body)


def test_of_two_positions_the_one_that_stands_is_the_call_and_the_other_is_named():
    second = msgspec.structs.replace(LINE, id="m7.p9.e0", position_id=9, title="Steadicam", call=time(720))
    before = msgspec.structs.replace(BEFORE, lines=(LINE, second))
    after = msgspec.structs.replace(before, lines=(LINE, msgspec.structs.replace(second, kind="hold", call=None)))
    found = said(after, before=before)
    assert found.body == "Steadicam: on hold, was 12:00 · Blue"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("cancelled", "Omar: NOT called any more, was 06:42"), ("hold", "Omar: on hold, not coming, was 06:42"),
        ("will_notify", "Omar: will be told the time, was 06:42"),
    ],
)  # fmt: skip
def test_the_office_reads_one_sentence_of_it(kind, sentence):
    after = with_line(kind=kind, call=None, status="H" if kind == "hold" else "", origin="absolute")
    assert words.lines_of(diff(BEFORE, after), BEFORE, {7: "Omar"}) == [sentence]


@pytest.mark.parametrize(("cancelled", "first"), [(True, "The day is cancelled"), (False, "The day is on again")])
def test_the_office_reads_first_that_the_day_is_cancelled(cancelled, first):
    before, after = with_head(cancelled=not cancelled, number=5), with_head(cancelled=cancelled, reason="Storm")
    assert words.lines_of(diff(before, after), before, {}) == [first, "Reason: none → Storm"]


def test_a_call_after_midnight_says_which_morning():
    assert words.clock(1470) == "00:30 the morning after"
    assert words.clock(-30) == "23:30 the night before"


def test_the_words_of_a_notice_name_no_cast_and_no_scene():
    cast = msgspec.structs.replace(LINE, title="Dr. Meg", number="3")
    before = msgspec.structs.replace(BEFORE, lines=(cast,))
    after = msgspec.structs.replace(
        BEFORE,
        lines=(msgspec.structs.replace(cast, call=time(372)),),
        scenes=(page.Scene(id=9, scene_id=9, number="125PT2", set_name="Dream", place_id=105),),
    )
    text = msgspec.json.encode(said(after, before=before)).decode()
    assert not any(secret in text for secret in ("Dr. Meg", "125PT2", "Dream"))
