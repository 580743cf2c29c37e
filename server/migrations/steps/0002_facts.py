from server.migrations.sql_step import manager

ID = "0002_facts"
VERSION = "1.38.0"
DESCRIPTION = "facts"


async def forwards() -> object:
    return manager(ID)
