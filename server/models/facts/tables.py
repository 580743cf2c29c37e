"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import JSONB, BigInt, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class FactCounter(Table, tablename="fact_counter"):
    production_id = BigInt(primary_key=True, null=False, default=None)
    seq = BigInt(null=False, default=None)


class Fact(Table, tablename="fact"):
    production_id = BigInt(primary_key=True, null=False, default=None)
    seq = BigInt(null=False, default=None)
    kind = Text(null=False, default=None)
    subject = Text(null=False, default=None)
    subject_id = Text(null=False, default=None)
    revision = Integer(null=False, default=0)
    account_id = BigInt(null=True, default=None)
    ids = JSONB(null=False, default="{}")
    at = Timestamptz(null=False, default=TimestamptzNow())
