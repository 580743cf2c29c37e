"""Invitations: the test to oneself, waves, one person again, codes on paper."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.adapters.qr import data_uri
from server.db import read
from server.models.production import queries
from server.rules.access import Actor
from server.rules.access.codes import spaced
from server.services.production import invites
from server.settings import Settings
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}/invites"


class WaveOut(Struct):
    wave: str
    """office, floor, rest, day_players: in this order."""
    people: int
    joined: int
    to_send: list[int]
    """Whom the wave's button mails: has an address and wasn't asked yet."""
    no_address: list[int]
    """Can't be mailed: a code on paper, or read out."""
    sent_at: datetime | None


class WavesOut(Struct):
    waves: list[WaveOut]
    contacted_at: datetime | None
    tested_at: datetime | None


class InviteIn(Struct):
    members: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=500)]


class SentOut(Struct):
    mailed: list[int]
    no_address: list[int]
    joined: list[int]


class CodesIn(Struct):
    """All who haven't joined, one department's, or one person's: also a new way in for who lost the phone."""

    department_id: Id | None = None
    member_id: Id | None = None


class PrintedOut(Struct):
    member_id: int
    name: str
    title: str
    department: str
    code: str
    url: str
    qr: str
    """The same address as a picture (data URI, SVG)."""
    expires_at: datetime


class CodesOut(Struct):
    code_name: str
    codes: list[PrintedOut]


@get(f"{_AT}/waves", opt={"may": ("invite", "send")}, operation_id="ReadWaves")
async def read_waves(production_id: FromPath[Id]) -> WavesOut:
    """All four waves with their numbers, and whether anybody has been contacted."""
    async with read() as db:
        production = await queries.production(db, production_id)
        found = await invites.waves(db, production_id)
    return WavesOut(
        waves=[
            WaveOut(
                wave=w.wave, people=len(w.members), joined=len(w.joined), to_send=w.to_send, no_address=w.no_address,
                sent_at=w.sent_at,
            )
            for w in found
        ],
        contacted_at=production.contacted_at,
        tested_at=production.tested_at,
    )  # fmt: skip


@post(f"{_AT}/test", opt={"may": ("invite", "send")}, status_code=204, operation_id="SendTestInvite")
async def send_test(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> None:
    """Mail the invitation to oneself, as the crew will read it."""
    await invites.send_test(production_id, by=actor, now=clock.now())


@post(_AT, opt={"may": ("invite", "send")}, status_code=200, operation_id="SendInvites")
async def send(
    data: JSONBody[InviteIn],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    production_id: FromPath[Id],
) -> SentOut:
    """Invite by mail, or again. 409 before a test was sent to oneself."""
    found = await invites.send(settings.data, production_id, data.members, by=actor, now=clock.now())
    return SentOut(mailed=found.mailed, no_address=found.no_address, joined=found.joined)


# Codes are secrets: the answer is not kept for a replay, and asking again gives the same ones.
@post(f"{_AT}/codes", opt={"may": ("invite", "print"), "replay": False}, status_code=200, operation_id="PrintCodes")
async def print_codes(
    data: JSONBody[CodesIn],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    production_id: FromPath[Id],
) -> CodesOut:
    """Codes to hand out on paper, with the address a phone's camera opens. Nobody is contacted."""
    lines = await invites.printed_codes(
        settings.data, production_id, department_id=data.department_id, member_id=data.member_id, by=actor,
        now=clock.now(),
    )  # fmt: skip
    async with read() as db:
        production = await queries.production(db, production_id)
    base = settings.public_url.rstrip("/")
    codes = []
    for line in lines:
        url = f"{base}/join/{line.code}"
        codes.append(
            PrintedOut(
                member_id=line.member_id, name=line.name, title=line.title, department=line.department,
                code=spaced(line.code), url=url, qr=data_uri(url), expires_at=line.expires_at,
            )
        )  # fmt: skip
    return CodesOut(code_name=production.code_name, codes=codes)


HANDLERS = [read_waves, send_test, send, print_codes]
