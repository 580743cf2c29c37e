from server.migrations.sql_step import manager

ID = "0005_notify"
VERSION = "1.38.0"
DESCRIPTION = "notify"


async def forwards() -> object:
    return manager(ID)
