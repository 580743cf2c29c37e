"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import JSONB, UUID, BigInt, BigSerial, Boolean, Bytea, Date, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Subscription(Table, tablename="subscription"):
    id = BigSerial(primary_key=True)
    account_id = BigInt(null=False, default=None)
    device_id = BigInt(null=True, default=None)
    endpoint = Text(null=False, default=None)
    p256dh = Text(null=False, default=None)
    auth = Text(null=False, default=None)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    kept_at = Timestamptz(null=False, default=TimestamptzNow())
    accepted_at = Timestamptz(null=True, default=None)
    failed_at = Timestamptz(null=True, default=None)
    failure = Text(null=False, default="")


class Notice(Table, tablename="notice"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    member_id = BigInt(null=False, default=None)
    subject = Text(null=False, default=None)
    subject_id = BigInt(null=False, default=None)
    rank = Integer(null=False, default=None)
    source_id = BigInt(null=True, default=None)
    rings = Boolean(null=False)
    must_confirm = Boolean(null=False, default=False)
    words = JSONB(null=False, default=None)
    payload = JSONB(null=False, default=None)
    state = Text(null=False, default="held")
    reason = Text(null=False, default="")
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    release_at = Timestamptz(null=False, default=None)
    not_before = Timestamptz(null=True, default=None)
    deadline = Timestamptz(null=True, default=None)
    expires_at = Timestamptz(null=False, default=None)
    ended_at = Timestamptz(null=True, default=None)
    replaced_by = BigInt(null=True, default=None)
    replaced_in = Text(null=True, default=None)
    rings_at = Timestamptz(null=True, default=None)
    by_hand = Boolean(null=False, default=False)
    rung = Text(null=False, default="app")
    rung_at = Timestamptz(null=True, default=None)
    next_rung_at = Timestamptz(null=True, default=None)
    chaser_member_id = BigInt(null=True, default=None)
    asked_why = Text(null=False, default="")


class Telling(Table, tablename="telling"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    notice_id = BigInt(null=False, default=None)
    channel = Text(null=False, default=None)
    subscription_id = BigInt(null=True, default=None)
    address = Text(null=True, default=None)
    state = Text(null=False, default="queued")
    tries = Integer(null=False, default=0)
    due_at = Timestamptz(null=False, default=None)
    claimed_by = UUID(null=True, default=None)
    claimed_until = Timestamptz(null=True, default=None)
    answer = Text(null=False, default="")
    at = Timestamptz(null=True, default=None)


class Receipt(Table, tablename="receipt"):
    id = UUID(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    notice_id = BigInt(null=False, default=None)
    state = Text(null=False, default=None)
    channel = Text(null=False, default="")
    device_id = BigInt(null=True, default=None)
    by_account = BigInt(null=True, default=None)
    proxy = Text(null=False, default="")
    detail = Text(null=False, default="")
    device_at = Timestamptz(null=True, default=None)
    at = Timestamptz(null=False, default=TimestamptzNow())


class SmsConsent(Table, tablename="sms_consent"):
    production_id = BigInt(primary_key=True, null=False, default=None)
    member_id = BigInt(null=False, default=None)
    agreed_at = Timestamptz(null=True, default=None)
    number = Text(null=False, default="")
    agreed_on = Date(null=True, default=None)
    agreed_by = BigInt(null=True, default=None)
    stopped_at = Timestamptz(null=True, default=None)
    stopped_how = Text(null=False, default="")


class CapturedMail(Table, tablename="captured_mail"):
    id = BigSerial(primary_key=True)
    recipient = Text(null=False, default=None)
    subject = Text(null=False, default=None)
    body = Text(null=False, default=None)
    attachment_name = Text(null=True, default=None)
    attachment = Bytea(null=True, default=None)
    at = Timestamptz(null=False, default=TimestamptzNow())


class Heartbeat(Table, tablename="heartbeat"):
    worker = UUID(primary_key=True, null=False, default=None)
    host = Text(null=False, default="")
    started_at = Timestamptz(null=False, default=TimestamptzNow())
    beat_at = Timestamptz(null=False, default=TimestamptzNow())
