from server.migrations.sql_step import manager

ID = "0009_queue"
VERSION = "1.38.0"
DESCRIPTION = "queue"


async def forwards() -> object:
    return manager(ID)
