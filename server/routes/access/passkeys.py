"""One's own passkeys."""

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.access import passkeys
from server.services.access.passkeys import PasskeyAskedOut, PasskeyIn, PasskeyOut, PasskeysOut
from server.settings import Settings
from server.wire import Id, Struct

# A challenge is answered once: nothing here is kept for a replay.
_OPT = {"may": "signed_in", "replay": False}


class OnlyIn(Struct):
    """Whether a letter (link or six digits) no longer lets this account in."""

    only: bool


@get("/api/me/passkeys", opt={"may": "signed_in"}, operation_id="ListPasskeys")
async def list_passkeys(actor: NamedDependency[Actor], settings: NamedDependency[Settings]) -> PasskeysOut:
    """In the order in which they were made."""
    return await passkeys.listed(settings.public_url, by=actor)


@post("/api/me/passkeys/options", opt=_OPT, status_code=200, operation_id="AskForPasskey")
async def ask_for_passkey(actor: NamedDependency[Actor], settings: NamedDependency[Settings]) -> PasskeyAskedOut:
    """What the browser is to make; ten minutes, once."""
    return await passkeys.ask_to_make(settings.public_url, by=actor, now=clock.now())


@post("/api/me/passkeys", opt=_OPT, operation_id="AddPasskey")
async def add_passkey(
    data: JSONBody[PasskeyIn], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> PasskeyOut:
    """What the browser has made."""
    return await passkeys.make(settings.public_url, data, by=actor, now=clock.now())


@delete("/api/me/passkeys/{passkey_id:int}", opt={"may": "signed_in"}, operation_id="RemovePasskey")
async def remove_passkey(actor: NamedDependency[Actor], passkey_id: FromPath[Id]) -> None:
    """It opens nothing any more; sessions that it opened stay (the devices list ends them)."""
    await passkeys.remove(passkey_id, by=actor)


@put("/api/me/passkeys/only", opt={"may": "signed_in"}, operation_id="SetPasskeyOnly")
async def set_only(
    data: JSONBody[OnlyIn], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> PasskeysOut:
    """From now on nothing but a passkey opens this account, or letters do again."""
    await passkeys.set_only(only=data.only, by=actor)
    return await passkeys.listed(settings.public_url, by=actor)


HANDLERS = [list_passkeys, ask_for_passkey, add_passkey, remove_passkey, set_only]
