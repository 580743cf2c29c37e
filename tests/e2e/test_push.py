"""A real Chromium subscribes to the stand-in and decrypts what our sender sends it: also with no page open."""

import pytest
from aiohttp import web

from server import clock
from server.adapters.push_keys import vapid_keys
from server.adapters.push_sender import Push, PushSender, rewrites
from tests.e2e.browser import device
from tests.fakes.push_service import ORIGIN, push_service
from tests.telling import until

pytestmark = pytest.mark.e2e

WORKER = """
self.addEventListener("push", (event) => {
  const told = event.data.json();
  event.waitUntil(self.registration.showNotification(told.notification.title, {tag: told.notification.tag})
    .then(() => fetch("/got", {method: "POST", body: JSON.stringify(told)})));
});
"""
SUBSCRIBE = """async (key) => {
  const registration = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: key});
  return made.toJSON();
}"""


class Site:
    """A page with a worker that tells what it got."""

    def __init__(self):
        self.got = []

    async def page(self, request):
        return web.Response(text="<!doctype html><title>Push</title>", content_type="text/html")

    async def worker(self, request):
        return web.Response(text=WORKER, content_type="text/javascript")

    async def take(self, request):
        self.got.append(await request.json())
        return web.Response()


@pytest.fixture
async def site():
    made = Site()
    app = web.Application()
    app.router.add_get("/", made.page)
    app.router.add_get("/sw.js", made.worker)
    app.router.add_post("/got", made.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    where = web.TCPSite(runner, "127.0.0.1", 0)
    await where.start()
    made.url = f"http://localhost:{where._server.sockets[0].getsockname()[1]}/"
    yield made
    await runner.cleanup()


async def test_a_real_browser_shows_what_we_send(site, playwright, tmp_path):
    keys = vapid_keys(tmp_path, "office@example.test")
    async with (
        push_service(tmp_path) as service,
        PushSender(keys, rewrite=rewrites(service.rewrite)) as sender,
        device(
            playwright, tmp_path / "phone", flags=service.flags, permissions=["notifications", "background-sync"]
        ) as phone,
    ):
        page = await phone.new_page()
        await page.goto(site.url)
        made = await page.evaluate(SUBSCRIBE, keys.public)
        assert made["endpoint"].startswith(f"{ORIGIN}/fcm/send/")

        async def send(title):
            push = Push(
                endpoint=made["endpoint"], **made["keys"], ttl=600, urgent=True, topic="sheet-12",
                data=b'{"notification":{"title":"%s","tag":"sheet-12"}}' % title.encode(),
            )  # fmt: skip
            return (await sender.send(push, now=clock.now())).status

        assert await send("Your call 06:12") == 201
        await until(lambda: site.got)
        shown = "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(n => n.title)"
        assert await page.evaluate(shown) == ["Your call 06:12"]
        await page.close()
        assert await send("Your call 05:45") == 201
        await until(lambda: len(site.got) == 2)
        page = await phone.new_page()
        await page.goto(site.url)
        assert await page.evaluate(shown) == ["Your call 05:45"]


async def test_a_subscription_given_up_in_the_browser_is_gone(site, playwright, tmp_path):
    keys = vapid_keys(tmp_path, "office@example.test")
    async with (
        push_service(tmp_path) as service,
        PushSender(keys, rewrite=rewrites(service.rewrite)) as sender,
        device(
            playwright, tmp_path / "phone", flags=service.flags, permissions=["notifications", "background-sync"]
        ) as phone,
    ):
        page = await phone.new_page()
        await page.goto(site.url)
        made = await page.evaluate(SUBSCRIBE, keys.public)
        await page.evaluate(
            "async () => (await (await navigator.serviceWorker.ready).pushManager.getSubscription()).unsubscribe()"
        )
        await until(lambda: service.gone)
        push = Push(endpoint=made["endpoint"], **made["keys"], ttl=60, urgent=True, topic="x", data=b"{}")
        assert (await sender.send(push, now=clock.now())).status == 410
