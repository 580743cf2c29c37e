"""A person's own phones: the key to subscribe with, the subscription, the test."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server import clock
from server.adapters.push_keys import vapid_keys
from server.rules.access import Actor
from server.rules.notify.endpoints import LONGEST
from server.services.notify import subscribing
from server.settings import Settings
from server.wire import Struct

Endpoint = Annotated[str, msgspec.Meta(min_length=12, max_length=LONGEST)]
_Key = Annotated[str, msgspec.Meta(min_length=16, max_length=120, pattern=r"^[0-9A-Za-z_\-]+={0,2}$")]


class PushKeyOut(Struct):
    key: str
    """The installation's public key, base64url: `applicationServerKey`."""


class SubscriptionIn(Struct):
    endpoint: Endpoint
    p256dh: _Key
    auth: _Key


class SubscriptionGone(Struct):
    endpoint: Endpoint


class TestPushOut(Struct):
    notice_id: int


class LastTestOut(Struct):
    """`shown_at`: the phone's worker said so. Null while it hasn't."""

    notice_id: int
    sent_at: datetime
    accepted_at: datetime | None
    shown_at: datetime | None


@get("/api/push/key", opt={"may": "signed_in"}, operation_id="ReadPushKey")
async def read_key(settings: NamedDependency[Settings]) -> PushKeyOut:
    """What a phone subscribes with."""
    return PushKeyOut(key=vapid_keys(settings.data, settings.contact).public)


@put("/api/me/subscription", opt={"may": "signed_in"}, status_code=204, operation_id="KeepSubscription")
async def keep(data: JSONBody[SubscriptionIn], actor: NamedDependency[Actor]) -> None:
    """Store this phone's subscription, or keep it alive: on each start. 409: it is somebody else's."""
    await subscribing.keep(data.endpoint, data.p256dh, data.auth, by=actor, now=clock.now())


@delete("/api/me/subscription", opt={"may": "signed_in"}, status_code=204, operation_id="DropSubscription")
async def drop(data: JSONBody[SubscriptionGone], actor: NamedDependency[Actor]) -> None:
    """The phone rings no more."""
    await subscribing.drop(data.endpoint, by=actor)


@post("/api/me/push-test", opt={"may": "signed_in"}, status_code=201, operation_id="TestPush")
async def test_me(actor: NamedDependency[Actor]) -> TestPushOut:
    """Ring my own phones. 409 where none is set to ring."""
    return TestPushOut(notice_id=await subscribing.test_me(by=actor, now=clock.now()))


@get("/api/me/push-test", opt={"may": "signed_in"}, operation_id="ReadTestPush")
async def last_test(actor: NamedDependency[Actor]) -> LastTestOut | None:
    """What came of my newest test; null without one."""
    found = await subscribing.last_test(by=actor)
    if found is None:
        return None
    return LastTestOut(
        notice_id=found.notice_id, sent_at=found.sent_at, accepted_at=found.accepted_at, shown_at=found.shown_at
    )


HANDLERS = [read_key, keep, drop, test_me, last_test]
