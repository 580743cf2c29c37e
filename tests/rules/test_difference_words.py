"""A difference in sentences: a push of the whole crew is read in a breath."""

from datetime import UTC, date, datetime, timedelta

from server.rules.sheets import snapshot as page
from server.rules.sheets.diff import diff
from server.rules.sheets.words import lines_of

MIDNIGHT = datetime(2025, 4, 11, 4, tzinfo=UTC)
HEAD = page.Head(day_id=1, unit_id=1, unit="Main", on_date=date(2025, 4, 11), zone="America/New_York")
NAMES = {1: "Hana", 2: "Omar", 3: "Yara", 4: "Ana", 5: "Bo", 6: "Mei", 7: "Liam"}


def called(**minutes):
    return page.Snapshot(
        head=HEAD,
        lines=tuple(
            page.Line(
                id=f"m{member}.p0.e0", member_id=member, kind="time",
                call=page.Time(at=MIDNIGHT + timedelta(minutes=at), minutes=at),
            )
            for member, name in NAMES.items() if (at := minutes.get(name, 402))
        ),
    )  # fmt: skip


def test_one_change_of_many_is_said_once_and_the_exception_by_name():
    before, after = called(), called(**dict.fromkeys(NAMES.values(), 432) | {"Liam": 372})
    assert lines_of(diff(before, after), before, NAMES) == [
        "6 people: Call 06:42 → 07:12",
        "Liam: Call 06:42 → 06:12",
    ]


def test_a_change_of_a_few_names_each():
    before, after = called(), called(Hana=372, Omar=372)
    assert lines_of(diff(before, after), before, NAMES) == ["Hana: Call 06:42 → 06:12", "Omar: Call 06:42 → 06:12"]
