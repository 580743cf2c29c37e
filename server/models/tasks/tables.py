"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import BigInt, BigSerial, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Task(Table, tablename="task"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    kind = Text(null=False, default=None)
    subject = Text(null=False, default=None)
    subject_id = BigInt(null=False, default=None)
    member_id = BigInt(null=True, default=None)
    why = Text(null=False, default="")
    due_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    settled_at = Timestamptz(null=True, default=None)
    settled_by = BigInt(null=True, default=None)
