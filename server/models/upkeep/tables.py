"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import JSONB, BigInt, BigSerial, Integer, Text, Timestamptz
from piccolo.table import Table


class Keeping(Table, tablename="keeping"):
    production_id = BigInt(primary_key=True, null=False, default=None)
    terms = JSONB(null=False, default="{}")
    hold = Text(null=False, default="")
    revision = Integer(null=False, default=1)


class Erasure(Table, tablename="erasure"):
    id = BigSerial(primary_key=True)
    account_id = BigInt(null=True, default=None)
    production_id = BigInt(null=True, default=None)
    member_id = BigInt(null=True, default=None)
    asked_by = BigInt(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    due_at = Timestamptz(null=False, default=None)
    taken_back_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
