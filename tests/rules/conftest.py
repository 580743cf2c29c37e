"""Pages for rules."""

from datetime import UTC, date, datetime

import pytest

from server.rules.access.fields import FieldClass, Sight
from server.rules.sheets import snapshot as page
from server.rules.sheets.held import VersionOut
from server.rules.sheets.sheet import Around, PersonRow, sheet_out


def time(hour, minute=0):
    return page.Time(at=datetime(2025, 4, 11, hour + 4, minute, tzinfo=UTC), minutes=hour * 60 + minute)


FROZEN = page.Snapshot(
    head=page.Head(
        day_id=5, unit_id=1, unit="Main", on_date=date(2025, 4, 11), zone="America/New_York", number=5, of=30,
        general_call=time(6, 42), weather="Rain 06:00–15:00", hazards="Wet ground: walk on the boards",
    ),
    places=(
        page.Place(id=1, place_id=1, kind="base_camp", name="Pine Lake Camp", number=1, address="210 Pine Lake Road"),
        page.Place(id=2, place_id=2, kind="hospital", name="Lakeland General", number=2, phone="+18455550142"),
    ),
    scenes=(
        page.Scene(id=1, scene_id=22, number="22", int_ext="INT", set_name="Boy's cabin", eighths=1, cast=("10", "12")),
        page.Scene(id=2, banner="Lunch 12:42 in the dining hall"),
        page.Scene(id=3, scene_id=24, number="24", int_ext="INT", set_name="Main lodge", eighths=18, cast=("3",)),
    ),
    departments=(page.Department(id=3, name="Camera"),),
    notes=(page.Note(id=1, text="Rain cover on every head", department_id=3),),
    lines=(
        page.Line(id="m3.p0.e3", kind="time", member_id=3, element_id=3, title="Dr. Meg", number="3", status="W",
                  call=time(7, 12), pickup=time(6, 42), on_set=time(8, 45)),
        page.Line(id="m7.p1.e0", kind="time", member_id=7, position_id=1, department_id=3, title="Film Loader",
                  call=time(6, 12)),
        page.Line(id="m8.p2.e0", kind="no_call", member_id=8, position_id=2, department_id=3, title="Steadicam"),
    ),
    advance=(page.Advance(id=6, on_date=date(2025, 4, 14), scenes=("139", "75PT2"), eighths=18),),
)  # fmt: skip
AROUND = Around(
    "Friendship Pod Affair", "Pod Pictures", "+12125550104",
    {
        3: PersonRow(3, "Judith Okafor", "+12125550133", False, frozenset()),
        7: PersonRow(7, "Hana Vasquez", "+12125550177", False, frozenset({3})),
        8: PersonRow(8, "Oona Lindqvist", "+12125550188", True, frozenset({3})),
    },
)  # fmt: skip
NOBODY = Sight(frozenset({FieldClass.OPEN}), frozenset(), frozenset())


@pytest.fixture
def make_sheet():
    """`own`: for talent · `sight`: what the reader may see (default: names only) · the rest goes to the head."""

    def make(*, sight=NOBODY, own=None, newest=2, frozen=FROZEN, **head):
        import msgspec

        changed = msgspec.structs.replace(frozen, head=msgspec.structs.replace(frozen.head, **head))
        version = VersionOut(
            id=9, number=2, colour="Blue", kind="final", issued_at=datetime(2025, 4, 11, 1, 40, tzinfo=UTC),
            issued_by="Björn Vasquez, 2nd AD",
        )  # fmt: skip
        return sheet_out(changed, version, newest, AROUND, sight, own=own)

    return make
