"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import UUID, BigInt, BigSerial, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table


class KeptList(Table, tablename="kept_list"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    by_member_id = BigInt(null=True, default=None)
    revision = Integer(null=False, default=1)


class KeptListMember(Table, tablename="kept_list_member"):
    production_id = BigInt(null=False, default=None)
    list_id = BigInt(primary_key=True, null=False, default=None)
    member_id = BigInt(null=False, default=None)


class Message(Table, tablename="message"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    request_id = UUID(null=False, default=None)
    subject = Text(null=False, default=None)
    body = Text(null=False, default=None)
    must_confirm = Boolean(null=False)
    list_kind = Text(null=False, default=None)
    list_name = Text(null=False, default=None)
    by_member_id = BigInt(null=True, default=None)
    sent_at = Timestamptz(null=False, default=None)
    release_at = Timestamptz(null=False, default=None)


class Attachment(Table, tablename="attachment"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    message_id = BigInt(null=False, default=None)
    name = Text(null=False, default=None)
    kind = Text(null=False, default=None)
    size = Integer(null=False, default=None)
    content = Bytea(null=False, default=None)


class MessageLink(Table, tablename="message_link"):
    token_hash = Bytea(primary_key=True, null=False, default=None)
    production_id = BigInt(null=False, default=None)
    message_id = BigInt(null=False, default=None)
    member_id = BigInt(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
