from server.migrations.sql_step import manager

ID = "0006_sheets"
VERSION = "1.38.0"
DESCRIPTION = "sheets"


async def forwards() -> object:
    return manager(ID)
