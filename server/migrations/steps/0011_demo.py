from server.migrations.sql_step import manager

ID = "0011_demo"
VERSION = "1.38.0"
DESCRIPTION = "the demo's clock"


async def forwards() -> object:
    return manager(ID)
