"""Tables of this area as the migrations make them; a test compares the two. Key and checks stand in the SQL."""

from piccolo.columns import BigInt
from piccolo.table import Table


class DemoClock(Table, tablename="demo_clock"):
    id = BigInt(primary_key=True, null=False, default=1)
    ahead = BigInt(null=False, default=None)
