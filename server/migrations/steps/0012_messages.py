from server.migrations.sql_step import manager

ID = "0012_messages"
VERSION = "1.38.0"
DESCRIPTION = "messages to a list, with attachments"


async def forwards() -> object:
    return manager(ID)
