from server.migrations.sql_step import manager

ID = "0007_gear"
VERSION = "1.38.0"
DESCRIPTION = "gear"


async def forwards() -> object:
    return manager(ID)
