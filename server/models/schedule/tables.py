"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import JSONB, UUID, Array, BigInt, BigSerial, Boolean, Date, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Scene(Table, tablename="scene"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    number = Text(null=False, default=None)
    int_ext = Text(null=False, default="")
    set_name = Text(null=False, default="")
    day_night = Text(null=False, default="")
    script_day = Text(null=False, default="")
    description = Text(null=False, default="")
    eighths = Integer(null=False, default=0)
    uss_id = Text(null=True, default=None)
    omitted = Boolean(null=False, default=False)
    revision = Integer(null=False, default=1)


class Element(Table, tablename="element"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    category = Integer(null=False, default=None)
    category_name = Text(null=False, default="")
    name = Text(null=False, default=None)
    number = Text(null=False, default="")
    quantity = Integer(null=False, default=1)
    minor = Boolean(null=False, default=False)
    member_id = BigInt(null=True, default=None)
    uss_id = Text(null=True, default=None)


class SceneElement(Table, tablename="scene_element"):
    production_id = BigInt(null=False, default=None)
    scene_id = BigInt(primary_key=True, null=False, default=None)
    element_id = BigInt(null=False, default=None)


class Board(Table, tablename="board"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    active = Boolean(null=False, default=False)
    uss_id = Text(null=True, default=None)


class DayGroup(Table, tablename="day_group"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    board_id = BigInt(null=False, default=None)
    sort = Integer(null=False, default=None)
    on_date = Date(null=True, default=None)
    shooting = Boolean(null=False, default=True)
    banner = Text(null=False, default="")


class Strip(Table, tablename="strip"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_group_id = BigInt(null=False, default=None)
    sort = Integer(null=False, default=None)
    scene_id = BigInt(null=True, default=None)
    banner = Text(null=False, default="")


class ShootingDay(Table, tablename="shooting_day"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    unit_id = BigInt(null=False, default=None)
    on_date = Date(null=False, default=None)
    zone = Text(null=False, default=None)
    day_type = Text(null=False, default="shoot")
    title = Text(null=False, default="")
    day_group_id = BigInt(null=True, default=None)
    general_call = Integer(null=True, default=None)
    shooting_call = Integer(null=True, default=None)
    estimated_wrap = Integer(null=True, default=None)
    lunch = Integer(null=True, default=None)
    breakfast = Integer(null=True, default=None)
    second_meal = Integer(null=True, default=None)
    second_hour = Boolean(null=True, default=None)
    weather = Text(null=False, default="")
    reason = Text(null=False, default="")
    hazards = Text(null=False, default="")
    medic = Text(null=False, default="")
    channels = Text(null=False, default="")
    safety_contacts = Text(null=False, default="")
    bulletins = Text(null=False, default="")
    closed_set = Boolean(null=False, default=False)
    cover_of = BigInt(null=True, default=None)
    cover_ready_at = Timestamptz(null=True, default=None)
    cover_in_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    revision = Integer(null=False, default=1)
    imported_revision = Integer(null=False, default=1)
    created_at = Timestamptz(null=False, default=TimestamptzNow())


class DayPlace(Table, tablename="day_place"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    place_id = BigInt(null=False, default=None)
    kind = Text(null=False, default=None)
    sort = Integer(null=False, default=0)
    from_minutes = Integer(null=True, default=None)
    notes = Text(null=False, default="")


class DayScene(Table, tablename="day_scene"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    sort = Integer(null=False, default=None)
    scene_id = BigInt(null=True, default=None)
    banner = Text(null=False, default="")
    eighths = Integer(null=True, default=None)
    place_id = BigInt(null=True, default=None)
    at_minutes = Integer(null=True, default=None)
    notes = Text(null=False, default="")


class DayNote(Table, tablename="day_note"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    department_id = BigInt(null=True, default=None)
    text = Text(null=False, default=None)


class DayExtra(Table, tablename="day_extra"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    sort = Integer(null=False, default=None)
    kind = Text(null=False, default=None)
    name = Text(null=False, default=None)
    quantity = Integer(null=False, default=None)
    at_minutes = Integer(null=True, default=None)
    place_id = BigInt(null=True, default=None)
    notes = Text(null=False, default="")


class DayRun(Table, tablename="day_run"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    sort = Integer(null=False, default=None)
    vehicle_id = BigInt(null=False, default=None)
    driver_id = BigInt(null=True, default=None)
    at_minutes = Integer(null=True, default=None)
    notes = Text(null=False, default="")
    passengers = Array(base_column=BigInt(), null=False, default=list)


class DepartmentCall(Table, tablename="department_call"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    department_id = BigInt(null=False, default=None)
    offset_minutes = Integer(null=True, default=None)
    at_minutes = Integer(null=True, default=None)
    kind = Text(null=False, default="relative")
    place_id = BigInt(null=True, default=None)


class Call(Table, tablename="call"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    member_id = BigInt(null=True, default=None)
    position_id = BigInt(null=True, default=None)
    element_id = BigInt(null=True, default=None)
    kind = Text(null=False, default=None)
    over = Text(null=True, default=None)
    at_minutes = Integer(null=True, default=None)
    offset_minutes = Integer(null=True, default=None)
    on_set = Integer(null=True, default=None)
    makeup_minutes = Integer(null=True, default=None)
    travel_minutes = Integer(null=True, default=None)
    pickup = Integer(null=True, default=None)
    wardrobe = Integer(null=True, default=None)
    rehearsal = Integer(null=True, default=None)
    release = Integer(null=True, default=None)
    status = Text(null=False, default="")
    place_id = BigInt(null=True, default=None)
    remarks = Text(null=False, default="")
    origin = Text(null=False, default="typed")
    by_account = BigInt(null=True, default=None)
    revision = Integer(null=False, default=1)


class DayLog(Table, tablename="day_log"):
    id = UUID(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    kind = Text(null=False, default=None)
    department_id = BigInt(null=True, default=None)
    member_id = BigInt(null=True, default=None)
    at = Timestamptz(null=True, default=None)
    device_at = Timestamptz(null=False, default=None)
    received_at = Timestamptz(null=False, default=TimestamptzNow())
    by_account = BigInt(null=False, default=None)
    device_id = BigInt(null=True, default=None)
    n = BigInt(null=False, default=None)


class RulePack(Table, tablename="rule_pack"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    key = Text(null=False, default=None)
    pack = JSONB(null=False, default=None)
    revision = Integer(null=False, default=1)
    by_account = BigInt(null=True, default=None)
    at = Timestamptz(null=False, default=None)


class DayTemplate(Table, tablename="day_template"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    content = JSONB(null=False, default=None)
    by_account = BigInt(null=True, default=None)
    made_at = Timestamptz(null=False, default=TimestamptzNow())


class HeadQuestion(Table, tablename="head_question"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    department_id = BigInt(null=False, default=None)
    asked_by = BigInt(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    answer_by = Timestamptz(null=False, default=None)
    chased_at = Timestamptz(null=True, default=None)
    answer = JSONB(null=True, default=None)
    answered_by = BigInt(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    revision = Integer(null=False, default=0)
    settled = JSONB(null=False, default="{}")


class DayHere(Table, tablename="day_here"):
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(primary_key=True, null=False, default=None)
    account_id = BigInt(null=False, default=None)
    cell = Text(null=False, default="")
    at = Timestamptz(null=False, default=None)
