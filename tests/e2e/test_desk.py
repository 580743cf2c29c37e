"""The desk in a real browser: a production made, people put on it, a test, a wave, a code that lets in; nothing sent unasked."""

import asyncio
import json
import re
import shutil
from uuid import uuid4

import pytest

from tests.e2e.browser import TABLET, THEMES, device, faults, shot, sideways
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed
from tests.telling import until

pytestmark = pytest.mark.e2e

ASK = """async ({verb, path, body}) => {
  const unsafe = verb !== "GET";
  const headers = {"Content-Type": "application/json", ...(unsafe && {"Callboard-Request": crypto.randomUUID(), "Callboard-Format": "1"})};
  const answer = await fetch(path, {method: verb, headers: unsafe ? headers : {}, body: body === null ? undefined : JSON.stringify(body)});
  const text = await answer.text();
  return {status: answer.status, json: text ? JSON.parse(text) : null};
}"""


async def ask(page, verb, path, body=None):
    return await page.evaluate(ASK, {"verb": verb, "path": path, "body": body})


@pytest.fixture(scope="module")
async def office():
    """An installation whose first coordinator is Nia."""
    folder = reachable_folder()
    try:
        async with installed(folder / "data") as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def tablet(office, playwright):
    """Nia's tablet: signed in, a production by hand, six people, nobody contacted."""
    folder = reachable_folder()
    try:
        async with device(playwright, folder / "tablet", viewport=TABLET, locale="en-GB", bypass_csp=True) as context:
            page = await context.new_page()
            await page.goto(office.url.replace("127.0.0.1", "localhost") + "/sign-in")
            first = {"name": "Nia Lind", "email": "nia@example.test", "code": office.first_code}
            assert (await ask(page, "POST", "/api/sign-in/first", first))["status"] == 200
            await page.goto(office.url.replace("127.0.0.1", "localhost") + "/desk")
            await page.get_by_role("button", name="Make a production").click()
            await page.get_by_label("Title").fill("Friendship Pod Affair")
            await page.get_by_role("button", name="Make it").click()
            await page.get_by_role("link", name="Crew", exact=True).click()
            await page.get_by_role("heading", name="Crew").wait_for()
            await people(page)
            yield page
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def listed(page, name):
    """A name in the crew's table; the panel beside it names people too."""
    return page.get_by_role("table").get_by_role("button", name=name)


async def people(page):
    (on,) = (await ask(page, "GET", "/api/me"))["json"]["memberships"]
    at = f"/api/productions/{on['production_id']}"
    camera = (await ask(page, "POST", f"{at}/departments", {"name": "Camera"}))["json"]["id"]
    for name, title, more in (
        ("Jonah Petrov", "DP", {"email": "jonah@example.test", "mobile": "212 555 0100"}),
        ("Mei Whitfield", "1st AC A", {"email": "mei@example.test"}),
        ("Yara Usman", "Still Photographer", {"mobile": "212 555 0101"}),
    ):
        position = {"department_id": camera, "title": title, "starts_on": "2030-04-01", "ends_on": "2030-05-30"}
        made = await ask(page, "POST", f"{at}/members", {"name": name, "positions": [position], **more})
        assert made["status"] == 201
    player = {
        "name": "Pavel Ostrowski",
        "mobile": "1",
        "title": "Safety",
        "department_id": camera,
        "on": ["2030-04-14"],
    }
    assert (await ask(page, "POST", f"{at}/day-players", player))["status"] == 201


def here(office, path):
    return office.url.replace("127.0.0.1", "localhost") + path


@pytest.mark.parametrize(
    "path", ["/desk/people", "/desk/people/codes", "/desk/settings", "/desk/import", "/desk/parked", "/desk/mail"]
)
async def test_no_faults_in_any_light(office, tablet, shots, path):
    for theme in THEMES:
        await tablet.evaluate("theme => localStorage.setItem('callboard.theme', theme)", theme)
        await tablet.goto(here(office, path))
        await tablet.get_by_role("heading", level=1).wait_for()
        await tablet.wait_for_load_state("networkidle")
        assert await faults(tablet) == []
        await shot(tablet, shots, f"desk{path.replace('/desk', '').replace('/', '-')}-{theme}")
    await tablet.evaluate("localStorage.removeItem('callboard.theme')")
    for width in (1024, 1180, 1440):
        await tablet.set_viewport_size({"width": width, "height": 820})
        assert await sideways(tablet) == 0
    await tablet.set_viewport_size(TABLET)


async def test_nobody_is_contacted_before_a_test_and_a_wave(office, tablet):
    for page in ("settings", "board", "sheet", "days"):
        await tablet.goto(here(office, f"/desk/{page}"))
        await tablet.get_by_text("Nobody but you has been contacted.").wait_for()
    await tablet.goto(here(office, "/desk/people"))
    wave = tablet.get_by_role("button", name="Invite wave 1: 1 person")
    assert await wave.get_attribute("aria-disabled") == "true"
    await tablet.get_by_role("button", name="Send a test to me").click()
    await tablet.get_by_text("Look at it before you invite anybody.").wait_for()
    await wave.click()
    await tablet.get_by_text("1 invitation is on its way.").wait_for()
    await tablet.get_by_text("Nobody but you has been contacted.").wait_for(state="detached")


async def test_a_code_shown_at_the_desk_lets_a_phone_in(office, tablet, playwright, tmp_path):
    await tablet.goto(here(office, "/desk/people"))
    await listed(tablet, "Yara Usman").click()
    await tablet.get_by_role("button", name="Show a code").click()
    shown = tablet.locator("p.code")
    await shown.wait_for()
    code = await shown.inner_text()
    async with device(playwright, tmp_path / "phone") as phone:
        page = await phone.new_page()
        await page.goto(here(office, "/sign-in"))
        assert (await ask(page, "POST", "/api/sign-in/code", {"code": code}))["status"] == 200
        assert (await ask(page, "GET", "/api/me"))["json"]["name"] == "Yara Usman"
    await tablet.reload()
    await tablet.get_by_role("button", name="Rings off 2").click()
    await listed(tablet, "Yara Usman").wait_for()
    assert await listed(tablet, "Jonah Petrov").count() == 0


async def test_a_person_is_corrected_and_taken_off(office, tablet):
    await tablet.goto(here(office, "/desk/people"))
    await listed(tablet, "Pavel Ostrowski").click()
    await tablet.get_by_label("Name", exact=True).fill("Pavel Ostrovsky")
    await tablet.get_by_role("button", name="Save", exact=True).click()
    await tablet.get_by_role("heading", name="Pavel Ostrovsky").wait_for()
    await tablet.get_by_role("button", name="Take off the production").click()
    # the pressed button is gone: the keyboard goes on at what is asked, and after it at the list
    await tablet.locator("button:focus", has_text="Keep").wait_for()
    await tablet.get_by_role("button", name="Take off", exact=True).click()
    await tablet.locator("[data-find]:focus").wait_for()
    await tablet.get_by_role("heading", name="Invitations, in waves").wait_for()
    await listed(tablet, "Pavel Ostrovsky").wait_for(state="detached")


async def test_a_proposed_role_counts_only_once_it_is_confirmed(office, tablet):
    await tablet.goto(here(office, "/desk/people"))
    await tablet.get_by_role("heading", name="to confirm").wait_for()
    await listed(tablet, "Jonah Petrov").click()
    head = tablet.get_by_role("checkbox", name="Head", exact=True)
    assert not await head.is_checked()
    await tablet.get_by_role("button", name="Confirm what is suggested").click()
    await tablet.get_by_text("Nothing is given before you confirm.").wait_for(state="detached")
    assert await head.is_checked()


async def test_settings_are_kept_and_a_second_hand_is_told(office, tablet):
    await tablet.goto(here(office, "/desk/settings"))
    await tablet.get_by_label("Office, telephone").fill("212 555 0100")
    assert await tablet.get_by_text("approved").count() == 0
    (on,) = (await ask(tablet, "GET", "/api/me"))["json"]["memberships"]
    at = f"/api/productions/{on['production_id']}"
    before = (await ask(tablet, "GET", at))["json"]
    await ask(tablet, "PATCH", at, {"revision": before["revision"], "company": "Pod LLC"})
    await tablet.get_by_role("button", name="Save settings").click()
    await tablet.get_by_text("Somebody changed these settings while you typed.").wait_for()
    await tablet.get_by_role("button", name="Read it again").click()

    async def read_again():
        return await tablet.get_by_label("Company").input_value() == "Pod LLC"

    await until(read_again)
    await tablet.get_by_label("Office, telephone").fill("212 555 0100")
    await tablet.get_by_role("button", name="Save settings").click()

    async def kept():
        after = (await ask(tablet, "GET", at))["json"]
        return (after["office_phone"], after["company"]) == ("212 555 0100", "Pod LLC")

    await until(kept)


async def test_keys_lead_through_the_desk(office, tablet):
    await tablet.goto(here(office, "/desk/settings"))
    await tablet.get_by_role("heading", level=1).wait_for()
    await tablet.keyboard.press("g")
    await tablet.keyboard.press("c")
    await tablet.get_by_role("heading", name="Crew").wait_for()
    await listed(tablet, "Mei Whitfield").wait_for()
    await tablet.keyboard.press("/")
    await tablet.keyboard.type("mei")
    await listed(tablet, "Jonah Petrov").wait_for(state="detached")
    await tablet.keyboard.press("Escape")
    await listed(tablet, "Mei Whitfield").focus()
    await tablet.keyboard.press("?")
    await tablet.get_by_role("heading", name="Keys").wait_for()
    await tablet.keyboard.press("Escape")


async def test_what_a_phone_could_not_get_in_stands_at_the_desk_until_it_is_settled(office, tablet):
    (on,) = (await ask(tablet, "GET", "/api/me"))["json"]["memberships"]
    scan = {"device": str(uuid4()), "scans": [{"code": "CAM-07"}], "checks": []}
    entry = {"id": str(uuid4()), "v": 1, "method": "POST", "path": f"/api/productions/{on['production_id']}/scans"}
    entry |= {"body": json.dumps(scan), "why": "Taken off the production before it came."}
    await tablet.goto(here(office, "/desk/parked"))
    await tablet.get_by_text("Nothing is kept.").wait_for()
    assert (await ask(tablet, "POST", "/api/parked", {"entries": [entry]}))["json"]["kept"] == [entry["id"]]
    await tablet.goto(here(office, "/desk/settings"))
    await tablet.get_by_role("link", name="Kept from phones").click()
    await tablet.get_by_role("heading", name="1 scan").wait_for()
    await tablet.get_by_text("Nia Lind, came").wait_for()
    await tablet.get_by_text("Taken off the production before it came.").wait_for()
    await tablet.get_by_text("As it was made").click()
    await tablet.get_by_text("CAM-07").wait_for()
    assert await faults(tablet) == []
    await tablet.get_by_role("button", name="Done by hand").click()
    await tablet.get_by_text("Nothing is kept.").wait_for()


async def test_captured_letters_are_read_at_the_desk(office, tablet):
    (on,) = (await ask(tablet, "GET", "/api/me"))["json"]["memberships"]
    await ask(tablet, "POST", f"/api/productions/{on['production_id']}/invites/test", {})
    await tablet.goto(here(office, "/desk/people"))
    await tablet.get_by_text("Nobody is really being mailed").wait_for()
    await tablet.get_by_role("link", name="Read them").click()
    await tablet.get_by_role("button", name="nia@example.test").first.click()
    letter = tablet.get_by_role("complementary")
    await letter.get_by_text("to nia@example.test").wait_for()
    await letter.get_by_text("Or type this code in Callboard").wait_for()
    assert await faults(tablet) == []


async def test_a_list_chosen_before_the_page_has_read_all_is_looked_at(office, tablet):
    async def slowly(route):
        await asyncio.sleep(1.5)
        await route.continue_()

    await tablet.route(re.compile(r"/imports$"), slowly)
    try:
        await tablet.goto(here(office, "/desk/import"))
        crew = {"name": "crew.csv", "mimeType": "text/csv", "buffer": b"Name,Position\nZoe Abara,Buyer\n"}
        await tablet.locator("input[type=file]").set_input_files([crew])
        await tablet.get_by_text("This is only a look: nothing is changed yet.").wait_for()
        await tablet.get_by_role("heading", name="Crew list: crew.csv").wait_for()
    finally:
        await tablet.unroute(re.compile(r"/imports$"))


async def test_places_vehicles_and_vendors_are_added_and_corrected(office, tablet):
    (on,) = (await ask(tablet, "GET", "/api/me"))["json"]["memberships"]
    at = f"/api/productions/{on['production_id']}"
    await tablet.goto(here(office, "/desk/settings"))
    for book, field, button, name in (
        ("Places", "Place", "Add a place", "Pine Lake Camp"),
        ("Vehicles", "Vehicle", "Add a vehicle", "Camera truck"),
        ("Vendors", "Vendor", "Add a vendor", "Light House"),
    ):
        part = tablet.get_by_role("region", name=book)
        await part.get_by_label(field, exact=True).last.fill(name)
        await part.get_by_role("button", name=button).click()
        await part.get_by_role("button", name="Save").wait_for()
        await part.get_by_label(field, exact=True).first.fill(f"{name} 2")
        await part.get_by_role("button", name="Save").click()

    async def kept():
        places = (await ask(tablet, "GET", f"{at}/places"))["json"]["places"]
        house = (await ask(tablet, "GET", f"{at}/office"))["json"]
        found = [[one["name"] for one in rows] for rows in (places, house["vehicles"], house["vendors"])]
        return found == [["Pine Lake Camp 2"], ["Camera truck 2"], ["Light House 2"]]

    await until(kept)


async def test_the_rest_of_the_crew_follows_the_chosen_agreement(office, tablet):
    (on,) = (await ask(tablet, "GET", "/api/me"))["json"]["memberships"]
    await tablet.goto(here(office, "/desk/settings"))
    await tablet.get_by_label("Rest of the crew").select_option("pact_bectu_tv_drama_2023")
    await tablet.get_by_role("button", name="Save settings").click()

    async def kept():
        production = (await ask(tablet, "GET", f"/api/productions/{on['production_id']}"))["json"]
        return production["settings"]["rest_pack"] == "pact_bectu_tv_drama_2023"

    await until(kept)
