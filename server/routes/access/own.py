"""One's own account: devices, the code for an installed app, tokens for scripts, sign-out."""

from datetime import datetime

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.db import read
from server.models.access import sessions as rows
from server.routes.access.browser import signed_out
from server.rules.access import Actor
from server.rules.access.codes import spaced
from server.services.access import entry, limits, sessions
from server.settings import Settings
from server.wire import Id, Name, Struct


class DeviceOut(Struct):
    id: int
    name: str
    installed: bool
    """Runs from the home screen."""
    script: bool
    """Holds a token, no cookie."""
    this: bool
    created_at: datetime
    seen_at: datetime


class DevicesOut(Struct):
    devices: list[DeviceOut]


class CodeOut(Struct):
    """`code` as it is shown, K7M-4QX; works once until `expires_at`."""

    code: str
    expires_at: datetime


class TokenIn(Struct):
    name: Name


class TokenOut(Struct):
    """`token` is shown this once; `device_id` revokes it."""

    device_id: int
    token: str


@get("/api/me/devices", opt={"may": "signed_in"}, operation_id="ListDevices")
async def list_devices(actor: NamedDependency[Actor]) -> DevicesOut:
    """Where this account is signed in, latest use first; at most ten and the scripts."""
    async with read() as db:
        found = await rows.devices(db, actor.account_id)
    return DevicesOut(
        devices=[
            DeviceOut(
                id=d.id, name=d.name, installed=d.installed, script=d.script, this=d.id == actor.device_id,
                created_at=d.created_at, seen_at=d.seen_at,
            )
            for d in found
        ]
    )  # fmt: skip


@delete("/api/me/devices/{device_id:int}", opt={"may": "signed_in"}, operation_id="RevokeDevice")
async def revoke_device(actor: NamedDependency[Actor], device_id: FromPath[Id]) -> None:
    """Sign one of one's own devices out; its copies are put away at its next contact."""
    await sessions.revoke_device(device_id, by=actor, now=clock.now())


# Answers that hold a secret are not kept for a replay.
@post("/api/me/device-code", opt={"may": "signed_in", "replay": False}, operation_id="MakeDeviceCode")
async def make_device_code(actor: NamedDependency[Actor], settings: NamedDependency[Settings]) -> CodeOut:
    """Six characters to type inside the installed app; the one before ends."""
    made = await entry.device_entry(settings.data, by=actor, now=clock.now())
    return CodeOut(code=spaced(made.code), expires_at=made.expires_at)


@post("/api/me/tokens", opt={"may": "signed_in", "replay": False}, operation_id="MakeToken")
async def make_token(data: JSONBody[TokenIn], actor: NamedDependency[Actor]) -> TokenOut:
    """A bearer token for scripts, good for a year, with all of one's own rights."""
    await limits.spend(limits.TOKENS, str(actor.account_id), now=clock.now())
    device_id, token = await sessions.make_token(actor.account_id, data.name, now=clock.now())
    return TokenOut(device_id=device_id, token=token)


@post("/api/sign-out", opt={"may": "signed_in", "replay": False}, status_code=200, operation_id="SignOut")
async def sign_out(actor: NamedDependency[Actor]) -> Response[None]:
    """End this device's session. The browser forgets what it stored for this origin; the phone has flushed before."""
    await sessions.sign_out(actor, now=clock.now())
    response: Response[None] = Response(
        None, status_code=200, headers={"Clear-Site-Data": '"cache", "storage"', "Cache-Control": "no-store"}
    )
    signed_out(response)
    return response


HANDLERS = [list_devices, revoke_device, make_device_code, make_token, sign_out]
