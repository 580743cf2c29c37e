"""How the frontend's build is served."""

import pytest

from server.app import create_app
from server.settings import Settings
from tests.world import ORIGIN, Client, alive

HTML = {"Accept": "text/html,*/*"}


@pytest.fixture
async def browser(tmp_path, dsn):
    import httpx

    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html>")
    (web / "assets" / "a-1.js").write_text("let a")
    (web / "assets" / "a-1.js.br").write_bytes(b"br")
    app = create_app(Settings(public_url=ORIGIN, data=tmp_path), web=web, own_pool=False)
    async with alive(app), Client(transport=httpx.ASGITransport(app=app), base_url=ORIGIN) as client:
        yield client


async def test_the_start_page_is_there_for_the_service_worker_too(browser):
    assert (await browser.get("/")).text == "<!doctype html>"


async def test_a_page_gets_the_index_and_a_missing_asset_stays_missing(browser):
    assert (await browser.get("/schedule", headers=HTML)).status_code == 200
    assert (await browser.get("/schedule")).status_code == 404
    assert (await browser.get("/assets/gone-2.js", headers=HTML)).status_code == 404
    assert (await browser.get("/api/nothing", headers=HTML)).status_code == 404


async def test_hashed_assets_are_kept_for_ever_and_compressed(browser):
    answer = await browser.get("/assets/a-1.js", headers={"Accept-Encoding": "gzip"})
    assert (answer.text, "immutable" in answer.headers["cache-control"]) == ("let a", True)
    again = await browser.get(
        "/assets/a-1.js", headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    assert (await browser.get("/")).headers["cache-control"] == "no-cache"
