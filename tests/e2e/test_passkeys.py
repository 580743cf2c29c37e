"""Passkeys with a real browser's authenticator: made in Me, used at the door, and nothing else where that is wanted."""

import pytest

from tests.e2e.browser import PHONE
from tests.e2e.states import AS, person

pytestmark = pytest.mark.e2e

COORDINATOR, MAIL = "Imogen Sato", "sato@tidetables.example"


async def authenticator(page):
    """A phone's own: it verifies its person, and keeps what it makes."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


async def test_a_passkey_is_made_used_and_can_be_the_only_way_in(chrome, own_demo):
    async with person(chrome, own_demo, COORDINATOR) as (_, page):
        devtools, key = await authenticator(page)
        await page.goto(f"{own_demo.url}/me")
        await page.get_by_role("button", name="Passkeys: Change").click()
        dialog = page.get_by_role("dialog", name="Passkeys")
        await dialog.get_by_text("No passkey yet.").wait_for()
        await dialog.get_by_label("What to call it").fill("My phone")
        await dialog.get_by_role("button", name="Add a passkey").click()
        await dialog.get_by_role("button", name="Remove: My phone").wait_for()
        await dialog.get_by_role("button", name="Add a passkey").click()
        await dialog.get_by_text("This device has a passkey already.").wait_for()
        await dialog.get_by_label("Nothing but a passkey signs me in").check()
        kept = (await devtools.send("WebAuthn.getCredentials", {"authenticatorId": key}))["credentials"]

    context = await chrome.new_context(viewport=PHONE, **AS)
    page = await context.new_page()
    devtools, key = await authenticator(page)
    for one in kept:
        await devtools.send("WebAuthn.addCredential", {"authenticatorId": key, "credential": one})
    await page.goto(f"{own_demo.url}/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.locator(".hero").wait_for()
    await page.goto(f"{own_demo.url}/me")
    await page.get_by_text(COORDINATOR).first.wait_for()
    await context.close()
    await letters_are_refused(own_demo)


async def letters_are_refused(own_demo):
    """The operator's way back in ends that, as the account's words say."""
    said = await own_demo.running.callboard("invite", MAIL, "--json")
    assert "link" in said
    listed = await own_demo.get(COORDINATOR, "/api/me/passkeys")
    assert ([one["name"] for one in listed["passkeys"]], listed["only"]) == (["My phone"], False)


async def test_who_closes_the_browsers_dialog_reads_that_nothing_happened(chrome, own_demo):
    context = await chrome.new_context(viewport=PHONE, **AS)
    page = await context.new_page()
    devtools, key = await authenticator(page)
    await devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    await page.goto(f"{own_demo.url}/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.get_by_text("No passkey was used. A code or a letter works too.").wait_for(timeout=70_000)
    await context.close()
