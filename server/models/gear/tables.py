"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import UUID, BigInt, BigSerial, Boolean, Bytea, Date, DoublePrecision, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Thing(Table, tablename="thing"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    kind = Text(null=False, default=None)
    code = Text(null=True, default=None)
    name = Text(null=False, default=None)
    department_id = BigInt(null=True, default=None)
    home_vehicle_id = BigInt(null=True, default=None)
    in_thing_id = BigInt(null=True, default=None)
    make = Text(null=False, default="")
    serial = Text(null=False, default="")
    quantity = Integer(null=False, default=1)
    value_cents = BigInt(null=False, default=0)
    currency = Text(null=False, default="USD")
    vendor_id = BigInt(null=True, default=None)
    owner_member_id = BigInt(null=True, default=None)
    po = Text(null=False, default="")
    due_back_on = Date(null=True, default=None)
    return_policy = Text(null=False, default="each")
    hold = Text(null=False, default="none")
    notes = Text(null=False, default="")
    revision = Integer(null=False, default=1)
    removed_at = Timestamptz(null=True, default=None)


class Label(Table, tablename="label"):
    code = Text(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    thing_id = BigInt(null=False, default=None)
    made_at = Timestamptz(null=False, default=TimestamptzNow())
    revoked_at = Timestamptz(null=True, default=None)
    replaced_by = Text(null=True, default=None)


class ThingState(Table, tablename="thing_state"):
    thing_id = BigInt(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    holder_kind = Text(null=False, default="home")
    holder_id = BigInt(null=True, default=None)
    since_at = Timestamptz(null=True, default=None)
    event_id = UUID(null=True, default=None)
    hlc = BigInt(null=False, default=0)
    device = Text(null=False, default="")
    revision = Integer(null=False, default=0)
    last_seen_at = Timestamptz(null=True, default=None)
    last_seen_by = BigInt(null=True, default=None)
    last_seen_place = Text(null=False, default="")


class CustodyEvent(Table, tablename="custody_event"):
    id = UUID(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    thing_id = BigInt(null=False, default=None)
    n = BigInt(null=False, default=None)
    verb = Text(null=False, default=None)
    holder_kind = Text(null=False, default=None)
    holder_id = BigInt(null=True, default=None)
    by_account = BigInt(null=False, default=None)
    device = Text(null=False, default=None)
    device_seq = BigInt(null=False, default=None)
    hlc = BigInt(null=False, default=None)
    device_at = Timestamptz(null=False, default=None)
    server_at = Timestamptz(null=False, default=TimestamptzNow())
    seen_event = UUID(null=True, default=None)
    late = Boolean(null=False)
    suspect = Boolean(null=False, default=False)
    contested = Boolean(null=False, default=False)
    place = Text(null=False, default="")
    body_hash = Bytea(null=False, default=None)


class Dispute(Table, tablename="dispute"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    thing_id = BigInt(null=False, default=None)
    event_id = UUID(null=False, default=None)
    against_id = UUID(null=True, default=None)
    opened_at = Timestamptz(null=False, default=TimestamptzNow())
    settled_at = Timestamptz(null=True, default=None)
    settled_by = BigInt(null=True, default=None)
    settled_event = UUID(null=True, default=None)


class GearCheck(Table, tablename="gear_check"):
    id = UUID(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    scope_kind = Text(null=False, default=None)
    scope_id = BigInt(null=False, default=None)
    started_by = BigInt(null=False, default=None)
    started_at = Timestamptz(null=False, default=None)
    closed_by = BigInt(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class GearCheckEntry(Table, tablename="gear_check_entry"):
    id = UUID(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    check_id = UUID(null=False, default=None)
    thing_id = BigInt(null=False, default=None)
    by_account = BigInt(null=False, default=None)
    device = Text(null=False, default=None)
    device_at = Timestamptz(null=False, default=None)
    server_at = Timestamptz(null=False, default=TimestamptzNow())


class FoundReport(Table, tablename="found_report"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    thing_id = BigInt(null=False, default=None)
    place = Text(null=False, default=None)
    phone = Text(null=False, default="")
    lat = DoublePrecision(null=True, default=None)
    lng = DoublePrecision(null=True, default=None)
    at = Timestamptz(null=False, default=None)
