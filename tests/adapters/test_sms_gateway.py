"""The gateway for text messages: signed, within a deadline, no redirects, each answer with its meaning."""

import stat
from datetime import UTC, datetime, timedelta

import pytest

from server import clock
from server.adapters.sms_gateway import SmsGateway, Text, sms_secret
from server.rules.notify.answers import Meaning, gateway_verdict
from tests.fakes.sms_gateway import Fault, sms_gateway

TEXT = Text(id="callboard-7", to="+447700900123", text="Your call 05:45", until=datetime(2030, 4, 11, 9, tzinfo=UTC))


@pytest.fixture
async def there(tmp_path):
    async with sms_gateway(sms_secret(tmp_path)) as gateway:
        yield gateway, tmp_path


def opened(there, **more):
    gateway, data = there
    return SmsGateway.of(more.pop("url", gateway.url), ("127.0.0.1",), data, **more)


async def test_a_message_is_taken_once_however_often_it_is_sent(there):
    async with opened(there) as sender:
        answers = [await sender.send(TEXT, now=clock.now()) for _ in range(2)]
    assert [answer.status for answer in answers] == [202, 202]
    assert there[0].phones == {"+447700900123": ["Your call 05:45"]}


async def test_another_secret_is_refused(there, tmp_path_factory):
    async with opened((there[0], tmp_path_factory.mktemp("other"))) as sender:
        assert (await sender.send(TEXT, now=clock.now())).status == 401


async def test_a_gateway_that_hangs_is_given_up_and_one_that_breaks_off_too(there):
    for fault in (Fault(hang=True), Fault(lost=True)):
        there[0].fault(fault)
        async with opened(there, deadline=0.3) as sender:
            assert (await sender.send(TEXT, now=clock.now())).status == 0


async def test_a_redirect_is_not_followed(there):
    async with opened(there, url=there[0].url.replace("/send", "/away")) as sender:
        assert (await sender.send(TEXT, now=clock.now())).status == 302


async def test_a_public_name_that_leads_into_the_own_network_is_not_called(there, monkeypatch):
    async def inside(*_):
        return [{"hostname": "sms.example.com", "host": "127.0.0.1", "port": 443, "family": 2, "proto": 0, "flags": 0}]

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", inside)
    async with SmsGateway.of("https://sms.example.com/send", (), there[1]) as sender:
        answer = await sender.send(TEXT, now=clock.now())
    assert (answer.status, answer.text.split(":")[0]) == (0, "ClientConnectorDNSError")


def test_the_secret_is_made_once_and_only_ours_to_read(tmp_path):
    assert sms_secret(tmp_path) == sms_secret(tmp_path)
    assert stat.S_IMODE((tmp_path / "keys" / "sms.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("status", "meaning", "again"),
    [
        (200, "accepted", False), (202, "accepted", False), (204, "accepted", False), (207, "accepted", False),
        (302, "refused", False), (400, "refused", False), (404, "refused", False), (410, "refused", False),
        (401, "ours", True), (403, "ours", True), (429, "wait", True), (500, "again", True), (0, "again", True),
    ],
)  # fmt: skip
def test_each_answer_means_one_thing(status, meaning, again):
    found = gateway_verdict(status, retry_after="", tries=1, now=clock.now())
    assert (found.meaning, found.again_at is not None) == (Meaning(meaning), again)


def test_it_is_tried_again_for_a_while_and_then_refused():
    now = clock.now()
    assert gateway_verdict(503, retry_after="40", tries=1, now=now).again_at == now + timedelta(seconds=40)
    assert gateway_verdict(503, retry_after="", tries=8, now=now).again_at is None
