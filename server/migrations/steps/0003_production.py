from server.migrations.sql_step import manager

ID = "0003_production"
VERSION = "1.38.0"
DESCRIPTION = "production"


async def forwards() -> object:
    return manager(ID)
