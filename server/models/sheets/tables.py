"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import JSONB, Array, BigInt, BigSerial, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class SheetVersion(Table, tablename="sheet_version"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    kind = Text(null=False, default="final")
    number = Integer(null=False, default=None)
    colour = Text(null=False, default="")
    snapshot = Bytea(null=False, default=None)
    day_revision = Integer(null=False, default=None)
    reason = Text(null=False, default="")
    issued_by = BigInt(null=False, default=None)
    issued_at = Timestamptz(null=False, default=None)
    release_at = Timestamptz(null=False, default=None)
    rings = Integer(null=False, default=0)
    concerned = Integer(null=False, default=0)
    readers = Array(base_column=BigInt(), null=False, default=list)
    withdrawn_at = Timestamptz(null=True, default=None)
    approvals = Array(base_column=BigInt(), null=False, default=list)
    short_rest = JSONB(null=False, default="{}")


class Approval(Table, tablename="approval"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    role = Text(null=False, default=None)
    number = Integer(null=False, default=None)
    colour = Text(null=False, default=None)
    content = Bytea(null=False, default=None)
    given = Boolean(null=False, default=None)
    short_rest = JSONB(null=False, default="{}")
    by_account = BigInt(null=False, default=None)
    at = Timestamptz(null=False, default=None)


class PersonalLink(Table, tablename="personal_link"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    member_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    token_hash = Bytea(null=False, default=None)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    expires_at = Timestamptz(null=False, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class CalendarAddress(Table, tablename="calendar_address"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    member_id = BigInt(null=False, default=None)
    account_id = BigInt(null=False, default=None)
    token_hash = Bytea(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class ForcedCall(Table, tablename="forced_call"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    line = Text(null=False, default=None)
    said = Text(null=False, default=None)
    about = Text(null=False, default=None)
    reason = Text(null=False, default="")
    rule = Text(null=False, default=None)
    minutes = Integer(null=True, default=None)
    needed = Integer(null=True, default=None)
    beyond = JSONB(null=False, default="{}")
    by_account = BigInt(null=False, default=None)
    at = Timestamptz(null=False, default=None)


class CopySet(Table, tablename="copy_set"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    version_id = BigInt(null=False, default=None)
    half = Boolean(null=False, default=None)
    asked_by = BigInt(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)


class PersonalCopy(Table, tablename="personal_copy"):
    set_id = BigInt(primary_key=True, null=False, default=None)
    member_id = BigInt(null=False, default=None)
    production_id = BigInt(null=False, default=None)
    sort = Integer(null=False, default=None)
    state = Text(null=False, default="due")
    tries = Integer(null=False, default=0)
    claimed_until = Timestamptz(null=True, default=None)
    made_for = Bytea(null=True, default=None)
    pdf = Bytea(null=True, default=None)


class CountSent(Table, tablename="count_sent"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    day_id = BigInt(null=False, default=None)
    whom = Text(null=False, default=None)
    stage = Text(null=False, default=None)
    numbers = JSONB(null=False, default=None)
    by_account = BigInt(null=False, default=None)
    at = Timestamptz(null=False, default=None)
