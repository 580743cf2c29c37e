"""The sender against a service that speaks the true protocol, and against one that misbehaves."""

import stat
from datetime import timedelta

import aiohttp
import pytest

from server import clock
from server.adapters.push_keys import vapid_keys
from server.adapters.push_sender import BadKeys, PublicOnly, Push, PushSender, receiver, rewrites
from tests.fakes.push_service import ORIGIN, Fault, push_service


@pytest.fixture
async def service(tmp_path):
    async with push_service(tmp_path) as running:
        yield running


async def send(service, folder, phone, *, deadline=5.0, data=b'{"notification":{"title":"06:12"}}', **more):
    async with PushSender(
        vapid_keys(folder, "office@example.test"), rewrite=rewrites(service.rewrite), deadline=deadline
    ) as sender:
        push = {"endpoint": phone.endpoint, **phone.keys, "data": data, "ttl": 60, "urgent": True, "topic": "sheet-12"}
        return await sender.send(Push(**push | more), now=clock.now())


async def test_a_phone_decrypts_what_it_is_sent(service, tmp_path):
    phone = service.phone()
    assert (await send(service, tmp_path, phone)).status == 201
    assert phone.titles == ["06:12"]
    _, headers, _ = service.posts[0]
    assert (headers["TTL"], headers["Urgency"], headers["Topic"]) == ("60", "high", "sheet-12")


async def test_the_longest_payload_is_taken_and_one_more_byte_is_not(service, tmp_path):
    longest = b'{"notification":{"title":"x"}}'.ljust(3_993)
    assert (await send(service, tmp_path, service.phone(), data=longest)).status == 201
    assert (await send(service, tmp_path, service.phone(), data=longest + b" ")).status == 413


async def test_a_phone_that_is_off_gets_the_newest_of_a_topic(service, tmp_path):
    phone = service.phone(off=True)
    for title in ("one", "two"):
        await send(service, tmp_path, phone, data=b'{"notification":{"title":"%s"}}' % title.encode())
    service.switch_on(phone)
    assert phone.titles == ["two"]


async def test_what_outlives_its_time_is_not_brought(service, tmp_path):
    phone = service.phone(off=True)
    await send(service, tmp_path, phone, ttl=-5)
    service.switch_on(phone)
    assert phone.titles == []


@pytest.mark.parametrize("fault", [Fault(hang=True), Fault(drip=True)], ids=["hang", "drip"])
async def test_no_answer_lengthens_the_deadline(service, tmp_path, fault):
    service.fault(fault)
    before = clock.now()
    answer = await send(service, tmp_path, service.phone(), deadline=0.4)
    assert clock.now() - before < timedelta(seconds=2)
    assert (answer.status, "0.4 s" in answer.text) == (0, True)


async def test_a_redirect_is_not_followed(service, tmp_path):
    target = service.phone()
    service.fault(Fault(status=307, headers={"Location": f"http://127.0.0.1:{service.port}/checkin"}))
    assert (await send(service, tmp_path, target)).status == 307
    assert len(service.posts) == 1


async def test_of_a_huge_answer_little_is_read(service, tmp_path):
    service.fault(Fault(status=500, body=b"x" * 20_000_000))
    answer = await send(service, tmp_path, service.phone())
    assert (answer.status, len(answer.text)) == (500, 200)


async def test_retry_after_comes_along(service, tmp_path):
    service.fault(Fault(status=429, headers={"Retry-After": "7"}))
    answer = await send(service, tmp_path, service.phone())
    assert (answer.status, answer.retry_after) == (429, "7")


async def test_an_address_outside_the_list_is_never_called(service, tmp_path):
    with pytest.raises(ValueError, match="no push service"):
        await send(service, tmp_path, service.phone(), endpoint=f"https://127.0.0.1:{service.port}/fcm/send/x")
    assert service.posts == []


async def test_a_name_that_leads_inside_is_refused():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=PublicOnly())) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get("http://localhost:9/")


def test_keys_are_made_once_and_for_their_owner_only(tmp_path):
    first = vapid_keys(tmp_path, "office@example.test")
    assert vapid_keys(tmp_path, "office@example.test").public == first.public
    assert stat.S_IMODE((tmp_path / "keys" / "vapid.pem").stat().st_mode) == 0o600


def test_a_header_is_signed_once_for_each_service(tmp_path):
    keys, now = vapid_keys(tmp_path, "office@example.test"), clock.now()
    header = keys.header(ORIGIN, now=now)
    assert keys.header(ORIGIN, now=now + timedelta(hours=10)) == header
    assert keys.header(ORIGIN, now=now + timedelta(hours=11, minutes=1)) != header
    assert keys.header("https://web.push.apple.com", now=now) != header


@pytest.mark.parametrize(("p256dh", "auth"), [("x", "x"), ("A" * 87, "A" * 22), ("", "")])
def test_keys_that_are_none_are_refused(p256dh, auth):
    with pytest.raises(BadKeys):
        receiver(p256dh, auth)


def test_the_mapping_for_tests_leads_to_loopback_only():
    assert rewrites("") == {}
    assert rewrites(f"{ORIGIN}=http://127.0.0.1:80") == {ORIGIN: "http://127.0.0.1:80"}
    with pytest.raises(ValueError, match="loopback"):
        rewrites(f"{ORIGIN}=http://evil.example")
