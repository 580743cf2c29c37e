from server.migrations.sql_step import manager

ID = "0010_invitations"
VERSION = "1.38.0"
DESCRIPTION = "invitations"


async def forwards() -> object:
    return manager(ID)
