"""Tables of this area as the migrations make them; a test compares the two. Key and checks stand in the SQL."""

from piccolo.columns import BigInt
from piccolo.table import Table


class DemoClock(Table, tablename="demo_clock"):
    id = BigInt(primary_key=True, null=False, default=1)
    ahead = BigInt(null=False, default=None)


class DemoEvening(Table, tablename="demo_evening"):
    production_id = BigInt(primary_key=True, null=False, default=None)
    today = BigInt(null=False, default=None)
    tomorrow = BigInt(null=False, default=None)
    pause_ms = BigInt(null=False, default=None)
    step = BigInt(null=False, default=0)
    begun_by = BigInt(null=False, default=None)
