"""Text messages: agreeing, stopping, what the gateway hands in; and who rings a person."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.adapters.sms_gateway import SIGNATURE, sms_secret
from server.errors import Invalid, NotFound
from server.rules.access import Actor
from server.rules.notify import sms
from server.services.notify import texts
from server.services.notify.my_list import rung_by, set_chaser
from server.services.notify.texts import Texting
from server.settings import Settings
from server.wire import Id, Struct

_MINE = "/api/productions/{production_id:int}/my-texts"
_THEIRS = "/api/productions/{production_id:int}/members/{member_id:int}/texts"
_REACH = "/api/productions/{production_id:int}/members/{member_id:int}/reach"
_CHANGE = {"may": ("member", "change")}
_OWN = {"may": ("production", "read")}
LONGEST = 4_096


class TextsOut(Struct):
    """`offered`: this production texts at all. On where `agreed_at` is set and `stopped_at` isn't."""

    offered: bool
    number: str
    agreed_at: datetime | None
    agreed_on: date | None
    """The day on which they said yes, as the coordinator recorded it."""
    stopped_at: datetime | None
    stopped_how: str
    """answer (they texted STOP), person, office."""


class AgreedIn(Struct):
    agreed_on: date
    """The day on which they said yes."""


class ReachOfOut(Struct):
    """`chaser_member_id`: set by hand · `rung_by`: who it is now, by name; empty: the office."""

    texts: TextsOut
    chaser_member_id: int | None
    rung_by_member_id: int | None
    rung_by: str


class ChaserIn(Struct):
    chaser_member_id: Id | None


class AnswerIn(Struct):
    """What the gateway hands in of an answer, as the person wrote it: also of several lines, with a mail client's end.

    `sender`: the number with its country code; spaces and a missing + are let be.
    """

    sender: Annotated[str, msgspec.Meta(max_length=200)]
    text: Annotated[str, msgspec.Meta(max_length=LONGEST)]


def _out(found: Texting) -> TextsOut:
    return TextsOut(
        offered=found.offered, number=found.number, agreed_at=found.agreed_at, agreed_on=found.agreed_on,
        stopped_at=found.stopped_at, stopped_how=found.stopped_how,
    )  # fmt: skip


@get(_MINE, opt=_OWN, operation_id="ReadMyTexts")
async def read_mine(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings], production_id: FromPath[int]
) -> TextsOut:
    """Whether I am texted when nothing else reaches me."""
    return _out(await texts.texting_of(production_id, gateway=bool(settings.sms_url), by=actor))


@put(_MINE, opt=_OWN, operation_id="AgreeToTexts")
async def agree(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings], production_id: FromPath[int]
) -> TextsOut:
    """I want to be texted. 409 without a mobile number."""
    return _out(await texts.agree(production_id, gateway=bool(settings.sms_url), by=actor, now=clock.now()))


@delete(_MINE, opt=_OWN, status_code=200, operation_id="StopTexts")
async def stop(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings], production_id: FromPath[int]
) -> TextsOut:
    """No more of them, at once."""
    return _out(await texts.stop(production_id, gateway=bool(settings.sms_url), by=actor, now=clock.now()))


@get(_REACH, opt=_CHANGE, operation_id="ReadReachOf")
async def read_reach(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    production_id: FromPath[int],
    member_id: FromPath[int],
) -> ReachOfOut:
    """How this person is reached when no phone of theirs rings: text messages, and who rings them."""
    found = await texts.texting_of(production_id, member_id, gateway=bool(settings.sms_url), by=actor)
    rings = await rung_by(production_id, member_id, by=actor, now=clock.now())
    return ReachOfOut(
        texts=_out(found), chaser_member_id=rings.by_hand, rung_by_member_id=rings.member_id, rung_by=rings.name
    )


@put(f"{_REACH}/chaser", opt=_CHANGE, status_code=204, operation_id="SetChaser")
async def choose(
    data: JSONBody[ChaserIn], actor: NamedDependency[Actor], production_id: FromPath[int], member_id: FromPath[int]
) -> None:
    """Who rings this person, in place of whom their position names; null: by position again.

    409 for who couldn't read a list.
    """
    await set_chaser(production_id, member_id, data.chaser_member_id, by=actor, now=clock.now())


@put(_THEIRS, opt=_CHANGE, operation_id="RecordTextsAgreed")
async def record(
    data: JSONBody[AgreedIn],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    production_id: FromPath[int],
    member_id: FromPath[int],
) -> TextsOut:
    """They said yes on that day. 409 where they stopped it themselves."""
    found = await texts.agree(
        production_id, member_id, on=data.agreed_on, gateway=bool(settings.sms_url), by=actor, now=clock.now()
    )
    return _out(found)


@delete(_THEIRS, opt=_CHANGE, status_code=200, operation_id="StopTextsOf")
async def stop_theirs(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    production_id: FromPath[int],
    member_id: FromPath[int],
) -> TextsOut:
    """They don't want them, or never agreed."""
    return _out(await texts.stop(production_id, member_id, gateway=bool(settings.sms_url), by=actor, now=clock.now()))


@post("/api/texts/answers", opt={"may": "anyone", "replay": False}, status_code=204, operation_id="TextAnswered")
async def answered(request: Request, settings: NamedDependency[Settings]) -> None:  # type: ignore[type-arg]
    """The gateway hands in an answer, signed like what it is sent. STOP ends it at once; anything else is let be.

    400 for a stop whose number can't be read, so that it isn't lost; 404 for a wrong or an old signature, and where
    there is no gateway.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise NotFound
    header = request.headers.get(SIGNATURE, "")
    if not settings.sms_url or not sms.believed(sms_secret(settings.data), body, header, now=clock.wall()):
        raise NotFound
    try:
        said = msgspec.json.decode(body, type=AnswerIn)
    except msgspec.DecodeError as wrong:
        raise Invalid("An answer is a sender and a text.", errors=[{"where": "body", "what": str(wrong)}]) from None
    await texts.answered(said.sender, said.text, now=clock.now())


HANDLERS = [read_mine, agree, stop, read_reach, choose, record, stop_theirs, answered]
