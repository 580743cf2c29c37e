"""The logo: on sheet, desk and paper from the moment it is set; taken off again; another production's is nobody's."""

import pytest

from server import clock
from tests.adapters.test_pictures import file
from tests.services.sheets.day import issue, make_day


@pytest.fixture
def at(world):
    return f"/api/productions/{world.production}/logo"


async def put(world, at, content=None, alt="A lighthouse", who="nia"):
    form = {"alt": (None, alt)} | ({"file": ("logo.png", content, "image/png")} if content else {})
    return await getattr(world, who).put(at, files=form)


async def test_it_stands_on_the_sheet_and_on_paper_until_it_is_taken_off(world, at):
    day = await make_day(world)
    await issue(world, day, now=clock.now(), at_once=True)
    sheet = f"/api/productions/{world.production}/days/{day.id}/sheet"
    before = await world.omar.get(sheet)
    assert before.json()["logo"] is None
    assert (await put(world, at, file(size=(300, 90)))).status_code == 204
    after = await world.omar.get(sheet, headers={"If-None-Match": before.headers["etag"]})
    logo = after.json()["logo"]
    assert (logo["width"], logo["height"], logo["alt"]) == (300, 90, "A lighthouse")
    shown = await world.omar.get(logo["url"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert b"/Subtype/Image" in (await world.omar.get(f"{sheet}.pdf")).content
    assert (await world.nia.delete(at)).status_code == 204
    assert (await world.omar.get(logo["url"])).status_code == 404
    assert (await world.omar.get(sheet)).json()["logo"] is None


async def test_its_words_can_be_changed_alone_and_never_left_out(world, at):
    assert (await put(world, at)).json()["errors"][0]["where"] == "file"
    await put(world, at, file())
    was = (await world.nia.get(at)).json()["logo"]
    assert (await put(world, at, alt="A  lighthouse at\tnight")).status_code == 204
    assert (await world.nia.get(at)).json()["logo"] == was | {"alt": "A lighthouse at night"}
    assert (await put(world, at, file(), alt=" ")).json()["errors"][0]["where"] == "alt"


async def test_another_picture_has_another_address(world, at):
    await put(world, at, file())
    first = (await world.nia.get(at)).json()["logo"]["url"]
    await put(world, at, file(size=(90, 90)))
    assert (await world.nia.get(at)).json()["logo"]["url"] != first


async def test_only_the_office_sets_it_and_theo_sees_nothing(world, at):
    await put(world, at, file())
    assert (await put(world, at, file(), who="omar")).status_code == 403
    assert (await world.omar.delete(at)).status_code == 403
    for path in (at, f"{at}.png"):
        assert (await world.theo.get(path)).status_code == 404
        assert (await world.stranger.get(path)).status_code == 401
