"""Tables of this area as the migrations make them; a test compares the two. Key and foreign keys stand in the SQL."""

from piccolo.columns import JSONB, BigInt, BigSerial, Bytea, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class ImportRun(Table, tablename="import_run"):
    id = BigSerial(primary_key=True)
    production_id = BigInt(null=False, default=None)
    kind = Text(null=False, default=None)
    file_name = Text(null=False, default=None)
    file_hash = Bytea(null=False, default=None)
    report = JSONB(null=False, default=None)
    made = JSONB(null=False, default=None)
    changed = JSONB(null=False, default="{}")
    said = JSONB(null=False, default="{}")
    by_account = BigInt(null=True, default=None)
    at = Timestamptz(null=False, default=TimestamptzNow())
    undone_at = Timestamptz(null=True, default=None)
    undone_by = BigInt(null=True, default=None)
