from server.migrations.sql_step import manager

ID = "0008_intake"
VERSION = "1.38.0"
DESCRIPTION = "intake"


async def forwards() -> object:
    return manager(ID)
