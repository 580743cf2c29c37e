"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import UUID, Array, BigInt, BigSerial, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Account(Table, tablename="account"):
    id = BigSerial(primary_key=True)
    email = Text(null=True, default=None)
    name = Text(null=False, default=None)
    mobile = Text(null=True, default=None)
    clock = Text(null=False, default="24")
    theme = Text(null=False, default="auto")
    locale = Text(null=False, default="en")
    passkey_only = Boolean(null=False, default=False)
    created_at = Timestamptz(null=False, default=TimestamptzNow())


class Device(Table, tablename="device"):
    id = BigSerial(primary_key=True)
    account_id = BigInt(null=False, default=None)
    name = Text(null=False, default="")
    installed = Boolean(null=False, default=False)
    clock_offset_ms = BigInt(null=False, default=0)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    seen_at = Timestamptz(null=False, default=TimestamptzNow())
    revoked_at = Timestamptz(null=True, default=None)


class Session(Table, tablename="session"):
    id = BigSerial(primary_key=True)
    account_id = BigInt(null=False, default=None)
    device_id = BigInt(null=True, default=None)
    kind = Text(null=False, default="cookie")
    token_hash = Bytea(null=False, default=None)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    seen_at = Timestamptz(null=False, default=TimestamptzNow())
    expires_at = Timestamptz(null=False, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    ended_why = Text(null=False, default="")


class AccessGrant(Table, tablename="access_grant"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    account_id = BigInt(null=False, default=None)
    member_id = BigInt(null=False, default=None)
    roles = Array(base_column=Text(), null=False, default=list)
    departments = Array(base_column=BigInt(), null=False, default=list)
    heads = Array(base_column=BigInt(), null=False, default=list)
    unit_id = BigInt(null=True, default=None)
    starts_at = Timestamptz(null=True, default=None)
    ends_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    archived = Boolean(null=False, default=False)
    revision = Integer(null=False, default=1)


class EntryCode(Table, tablename="entry_code"):
    id = BigSerial(primary_key=True)
    kind = Text(null=False, default=None)
    email = Text(null=True, default=None)
    account_id = BigInt(null=True, default=None)
    code_hash = Bytea(null=False, default=None)
    link_hash = Bytea(null=True, default=None)
    tries = Integer(null=False, default=0)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)


class Answered(Table, tablename="answered"):
    account_id = BigInt(primary_key=True, null=False, default=None)
    id = UUID(null=False, default=None)
    v = Integer(null=False, default=None)
    body_hash = Bytea(null=False, default=None)
    status = Integer(null=False, default=None)
    answer = Bytea(null=False, default=None)
    media_type = Text(null=False, default="application/json")
    at = Timestamptz(null=False, default=TimestamptzNow())


class Parked(Table, tablename="parked"):
    id = UUID(primary_key=True, null=False, default=None)
    production_id = BigInt(null=True, default=None)
    account_id = BigInt(null=False, default=None)
    v = Integer(null=False, default=None)
    method = Text(null=False, default=None)
    path = Text(null=False, default=None)
    body = Bytea(null=False, default=None)
    why = Text(null=False, default=None)
    device_at = Timestamptz(null=True, default=None)
    at = Timestamptz(null=False, default=TimestamptzNow())
    settled_at = Timestamptz(null=True, default=None)


class Attempt(Table, tablename="attempt"):
    key = Text(primary_key=True, null=False, default=None)
    window_at = Timestamptz(null=False, default=None)
    tries = Integer(null=False, default=1)


class Passkey(Table, tablename="passkey"):
    id = BigSerial(primary_key=True)
    account_id = BigInt(null=False, default=None)
    credential_id = Bytea(null=False, default=None)
    public_key = Bytea(null=False, default=None)
    sign_count = BigInt(null=False, default=None)
    synced = Boolean(null=False, default=None)
    name = Text(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)


class PasskeyChallenge(Table, tablename="passkey_challenge"):
    id = UUID(primary_key=True, null=False, default=None)
    account_id = BigInt(null=True, default=None)
    challenge = Bytea(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
