from server.migrations.sql_step import manager

ID = "0004_schedule"
VERSION = "1.38.0"
DESCRIPTION = "schedule"


async def forwards() -> object:
    return manager(ID)
