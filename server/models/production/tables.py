"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import (
    JSONB,
    Array,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Logo(Table, tablename="logo"):
    production_id = BigInt(primary_key=True, null=False, default=None)
    png = Bytea(null=False, default=None)
    width = Integer(null=False, default=None)
    height = Integer(null=False, default=None)
    alt = Text(null=False, default=None)
    mark = Text(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)


class Production(Table, tablename="production"):
    id = BigSerial(primary_key=True)
    name = Text(null=False, default=None)
    code_name = Text(null=False, default="")
    company = Text(null=False, default="")
    zone = Text(null=False, default="America/New_York")
    currency = Text(null=False, default="USD")
    country = Text(null=False, default="US")
    words = Text(null=False, default="us")
    office_phone = Text(null=False, default="")
    office_email = Text(null=False, default="")
    shift_days = Integer(null=False, default=0)
    settings = JSONB(null=False, default="{}")
    contacted_at = Timestamptz(null=True, default=None)
    contacts_revision = Integer(null=False, default=1)
    revision = Integer(null=False, default=1)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    archived_at = Timestamptz(null=True, default=None)
    wrapped_on = Date(null=True, default=None)
    tested_at = Timestamptz(null=True, default=None)


class Unit(Table, tablename="unit"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    zone = Text(null=True, default=None)
    sort = Integer(null=False, default=0)


class Department(Table, tablename="department"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    sort = Integer(null=False, default=0)
    chaser_member_id = BigInt(null=True, default=None)
    rest_pack = Text(null=True, default=None)


class Member(Table, tablename="member"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    account_id = BigInt(null=True, default=None)
    name = Text(null=False, default=None)
    email = Text(null=True, default=None)
    mobile = Text(null=True, default=None)
    mobile_typed = Text(null=True, default=None)
    second_number = Text(null=True, default=None)
    contact_via = Text(null=True, default=None)
    diet = Text(null=True, default=None)
    roles = Array(base_column=Text(), null=False, default=list)
    proposed_roles = Array(base_column=Text(), null=False, default=list)
    unit_id = BigInt(null=True, default=None)
    minor = Boolean(null=False, default=False)
    born_on = Date(null=True, default=None)
    rest_pack = Text(null=True, default=None)
    number_shown = Boolean(null=False, default=False)
    mail_bounced_at = Timestamptz(null=True, default=None)
    chaser_member_id = BigInt(null=True, default=None)
    revision = Integer(null=False, default=1)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    removed_at = Timestamptz(null=True, default=None)
    forgotten_at = Timestamptz(null=True, default=None)


class MemberPosition(Table, tablename="member_position"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    member_id = BigInt(null=False, default=None)
    department_id = BigInt(null=False, default=None)
    title = Text(null=False, default="")
    head = Boolean(null=False, default=False)
    starts_on = Date(null=True, default=None)
    ends_on = Date(null=True, default=None)
    only_on = Array(base_column=Date(), null=False, default=list)
    sort = Integer(null=False, default=0)


class Invite(Table, tablename="invite"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    member_id = BigInt(null=False, default=None)
    code_hash = Bytea(null=False, default=None)
    code_sealed = Bytea(null=True, default=None)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    sent_state = Text(null=False, default="not_sent")
    link_hash = Bytea(null=True, default=None)


class Place(Table, tablename="place"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    address = Text(null=False, default="")
    access_notes = Text(null=False, default="")
    phone = Text(null=False, default="")
    lat = DoublePrecision(null=True, default=None)
    lng = DoublePrecision(null=True, default=None)
    hospital = Boolean(null=False, default=False)
    revision = Integer(null=False, default=1)


class Vehicle(Table, tablename="vehicle"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    plate = Text(null=False, default="")
    department_id = BigInt(null=True, default=None)


class Vendor(Table, tablename="vendor"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    phone = Text(null=False, default="")
    email = Text(null=False, default="")
