"""Ways in. None of them is kept for a replay; a GET changes nothing; every wrong code is answered alike."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server import clock
from server.routes.access.browser import SignedInOut, remember_phone, signed_in
from server.rules.access.passkeys import party
from server.services.access import entry, passkeys, sessions
from server.services.access.visitor import Visitor
from server.services.production import joining
from server.services.production import post as letters
from server.settings import Settings
from server.wire import Code, Cut, Email, Name, Struct

_OPT = {"may": "anyone", "replay": False}


class WaysOut(Struct):
    first: bool
    """Nobody has signed in here yet: the code that `callboard up` printed opens it."""
    mail_captured: bool
    """Nobody is really being mailed: letters are kept on the server."""
    passkeys: bool
    """Here they can be used: the installation has a name."""


class FirstIn(Struct):
    """`code` as printed, or `link`: what stands behind # in the printed address."""

    name: Name
    email: Email
    code: Code | None = None
    link: Cut | None = None
    device: sessions.DeviceIn = msgspec.field(default_factory=sessions.DeviceIn)


class MailIn(Struct):
    email: Email


class MailCodeIn(Struct):
    email: Email
    code: Code
    device: sessions.DeviceIn = msgspec.field(default_factory=sessions.DeviceIn)


class CodeIn(Struct):
    """Six characters from a signed-in browser, or eight from an invitation; spaces, dashes, O and I don't matter."""

    code: Code
    device: sessions.DeviceIn = msgspec.field(default_factory=sessions.DeviceIn)


class LinkIn(Struct):
    link: Cut
    device: sessions.DeviceIn = msgspec.field(default_factory=sessions.DeviceIn)


class UsedPasskeyIn(Struct):
    challenge_id: UUID
    credential: passkeys.Credential
    device: sessions.DeviceIn = msgspec.field(default_factory=sessions.DeviceIn)


class LookIn(Struct):
    code: Code


class LookOut(Struct):
    """`kind`: `join` (with the production's code name) or `device`."""

    kind: str
    code_name: str


class AskedOut(Struct):
    """The same for every address."""

    minutes: int


@get("/api/sign-in", opt={"may": "anyone"}, operation_id="ReadWaysIn")
async def read_ways(visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]) -> Response[WaysOut]:
    """What the sign-in page shows; marks the browser, so that its wrong codes are counted as its own."""
    response = Response(
        WaysOut(
            first=await entry.nobody_yet(),
            mail_captured=not settings.smtp_url,
            passkeys=party(settings.public_url) is not None,
        ),
        headers={"Cache-Control": "no-store"},
    )
    remember_phone(visitor, response)
    return response


@post("/api/sign-in/first", opt=_OPT, status_code=200, operation_id="SignInFirst")
async def first(
    data: JSONBody[FirstIn], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Response[SignedInOut]:
    """The first coordinator of this installation, by the code or link that `callboard up` printed."""
    now = clock.now()
    result = await entry.enter_first(
        settings.data, code=data.code or "", link=data.link or "", name=data.name, email=data.email,
        device=data.device, guard=visitor.guard, now=now,
    )  # fmt: skip
    return signed_in(result, now=now)


@post("/api/sign-in/email", opt=_OPT, status_code=202, operation_id="AskForMail")
async def ask_for_mail(data: JSONBody[MailIn], visitor: NamedDependency[Visitor]) -> AskedOut:
    """Ask for a sign-in mail: a link and six digits, ten minutes, once. The answer doesn't tell who is known here."""
    await letters.ask_by_mail(data.email, address=visitor.address, now=clock.now())
    return AskedOut(minutes=10)


@post("/api/sign-in/email/code", opt=_OPT, status_code=200, operation_id="SignInByMailedCode")
async def by_mailed_code(
    data: JSONBody[MailCodeIn], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Response[SignedInOut]:
    """Six digits from the mail; five tries."""
    now = clock.now()
    result = await joining.enter_by_mailed_code(
        settings.data, email=data.email, code=data.code, device=data.device, was=visitor.actor,
        guard=visitor.guard, now=now,
    )  # fmt: skip
    return signed_in(result, now=now)


@post("/api/sign-in/link", opt=_OPT, status_code=200, operation_id="SignInByLink")
async def by_link(data: JSONBody[LinkIn], visitor: NamedDependency[Visitor]) -> Response[SignedInOut]:
    """What stands behind # in the address of a mailed link, sent by a tap on the page that the link opened."""
    now = clock.now()
    result = await joining.enter_by_link(
        link=data.link, device=data.device, was=visitor.actor, guard=visitor.guard,
        now=now,
    )  # fmt: skip
    return signed_in(result, now=now)


@post("/api/sign-in/code", opt=_OPT, status_code=200, operation_id="SignInByCode")
async def by_code(
    data: JSONBody[CodeIn], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Response[SignedInOut]:
    """The one field of the sign-in page. Somebody signed in who types an invitation's code joins with that account."""
    now = clock.now()
    result = await joining.enter_by_code(
        settings.data, code=data.code, device=data.device, was=visitor.actor,
        guard=visitor.guard, now=now,
    )  # fmt: skip
    return signed_in(result, now=now)


@post("/api/sign-in/look", opt=_OPT, status_code=200, operation_id="LookAtCode")
async def look(
    data: JSONBody[LookIn], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> LookOut:
    """What a code is for, before it is used; shows the production's code name, never its title."""
    found = await joining.look(settings.data, data.code, guard=visitor.guard, now=clock.now())
    return LookOut(kind=found.kind, code_name=found.code_name)


@post("/api/sign-in/passkey/options", opt=_OPT, status_code=200, operation_id="AskToUsePasskey")
async def ask_to_use_passkey(
    visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> passkeys.PasskeyAskedOut:
    """What a passkey is to sign; the same for everybody, ten minutes, once."""
    return await passkeys.ask_to_use(settings.public_url, address=visitor.address, now=clock.now())


@post("/api/sign-in/passkey", opt=_OPT, status_code=200, operation_id="SignInByPasskey")
async def by_passkey(
    data: JSONBody[UsedPasskeyIn], visitor: NamedDependency[Visitor], settings: NamedDependency[Settings]
) -> Response[SignedInOut]:
    """What the passkey has signed."""
    now = clock.now()
    result = await passkeys.enter(
        settings.public_url, data.challenge_id, data.credential, device=data.device, was=visitor.actor,
        guard=visitor.guard, now=now,
    )  # fmt: skip
    return signed_in(result, now=now)


HANDLERS = [read_ways, first, ask_for_mail, by_mailed_code, by_link, by_code, look, ask_to_use_passkey, by_passkey]
