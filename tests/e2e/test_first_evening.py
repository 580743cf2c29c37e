"""The very first minute: an empty installation, its first coordinator, a page that can be installed."""

import pytest

from tests.e2e.browser import TABLET, controlled, device

pytestmark = pytest.mark.e2e


async def test_nobody_is_in_and_the_first_code_is_printed(empty):
    assert len(empty.first_code) == 8
    assert empty.first_link.startswith(empty.url.replace("127.0.0.1", "localhost"))


async def test_the_page_can_be_installed(empty, playwright, tmp_path):
    async with device(playwright, tmp_path / "phone") as phone:
        page = await phone.new_page()
        await page.goto(empty.url)
        await controlled(page)
        session = await phone.new_cdp_session(page)
        assert (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"] == []


async def test_the_shell_opens_without_a_server(empty, playwright, tmp_path):
    async with device(playwright, tmp_path / "phone", viewport=TABLET) as tablet:
        page = await tablet.new_page()
        await page.goto(empty.url)
        await controlled(page)
        await tablet.set_offline(True)
        await page.goto(empty.url)
        assert "Callboard" in await page.title()
