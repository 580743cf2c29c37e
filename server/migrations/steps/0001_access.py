from server.migrations.sql_step import manager

ID = "0001_access"
VERSION = "1.38.0"
DESCRIPTION = "access"


async def forwards() -> object:
    return manager(ID)
