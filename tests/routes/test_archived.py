"""An archived production is read: every route that writes is refused, but for what is one's own or already happened."""

from uuid import uuid4

import pytest

from server import clock
from server.db import tx
from server.rules.access.policy import TAKEN_IN_ARCHIVE
from server.services.gear.things import ThingWrite, make_things
from tests.routes.outsider import BODIES
from tests.routes.test_outsider import at, operations, send, undone
from tests.twins import rows_of, twins


def rights(app):
    """operation id → what the route's `may` asks for."""
    return {
        handler.operation_id: handler.opt["may"]
        for route in app.routes
        for handler in route.route_handlers
        if isinstance(handler.opt.get("may"), tuple)
    }


@pytest.fixture
async def archived(world):
    world.ids, _ = await twins(world)
    async with tx() as db:  # who approves sheets isn't who prepares them: here one person holds every right
        await db.execute(
            "UPDATE access_grant SET roles = roles || '{upm,head}' WHERE production_id = $1 AND member_id = $2",
            world.production, world.people["nia"].member_id,
        )  # fmt: skip
    answer = await world.nia.post(f"/api/productions/{world.production}/archive")
    assert answer.status_code == 204
    return world


async def test_whatever_changes_it_is_refused_with_what_to_do(archived):
    before, wrong, asked = await rows_of(archived.production), [], rights(archived.app)
    for name, verb, path, _, queries, takes in operations(archived.app):
        if "{production_id}" not in path or verb == "get" or asked[name] in TAKEN_IN_ARCHIVE:
            continue
        answer = await send(
            archived.nia, verb, at(path, archived.ids, queries), BODIES[name](archived.ids) if takes else None
        )
        said = answer.json()
        if (answer.status_code, said.get("code")) != (409, "archived") or "Settings" not in said["next"]:
            wrong.append(f"{name}: {answer.status_code} {answer.text[:100]}")
    assert wrong == [], "\n".join(wrong)
    assert await rows_of(archived.production) == before


async def test_whatever_reads_it_still_does(archived):
    refused = []
    for name, verb, path, _, queries, takes in operations(archived.app):
        if "{production_id}" in path and verb == "get" and not takes and name != "Live":
            answer = await archived.nia.get(at(path, archived.ids, queries))
            if answer.status_code == 409:
                refused.append(name)
    assert refused == []


async def test_what_is_taken_all_the_same_isnt_refused_as_archived(archived):
    refused, asked = [], rights(archived.app)
    for name, verb, path, _, queries, takes in operations(archived.app):
        if "{production_id}" in path and verb != "get" and asked[name] in TAKEN_IN_ARCHIVE:
            async with undone():
                body = BODIES[name](archived.ids) if takes else None
                answer = await send(archived.nia, verb, at(path, archived.ids, queries), body)
                if answer.status_code == 409 and answer.json()["code"] == "archived":
                    refused.append(name)
    assert refused == []


async def test_a_scan_that_comes_late_is_applied(archived):
    async with tx(archived.production) as db:
        (case,) = await make_things(
            db, archived.production, [ThingWrite(kind="case", name="Lenses", code="CAM-40")], now=clock.now()
        )
    holder = {"kind": "member", "id": archived.people["omar"].member_id}
    scan = {"id": str(uuid4()), "thing_id": case, "move": "take", "seq": 1, "ms": 1_700_000_000_000, "holder": holder}
    batch = {"device": str(uuid4()), "scans": [scan | {"device_at": "2025-04-10T12:00:00Z"}]}
    answer = await archived.omar.post(f"/api/productions/{archived.production}/scans", json=batch)
    assert (answer.status_code, answer.json()["scans"][0]["outcome"]) == (200, "applied")


async def test_the_desk_offers_reading_and_opening_again_and_then_everything(archived):
    async def offered():
        (here,) = (await archived.nia.get("/api/me")).json()["memberships"]
        return set(here["may"])

    read_only = await offered()
    assert {"day.read", "member.list", "production.archive"} <= read_only
    assert not {"day.change", "member.change", "gear.change", "sheet.publish", "import.make"} & read_only
    assert (await archived.nia.post(f"/api/productions/{archived.production}/take-out")).status_code == 204
    assert {"day.change", "member.change", "gear.change", "sheet.publish", "import.make"} <= await offered()


async def test_who_joins_an_archived_production_reads_it_too(world):
    here = f"/api/productions/{world.production}"
    hana = (await world.nia.post(f"{here}/members", json={"name": "Hana", "email": "hana@example.test"})).json()["id"]
    printed = (await world.nia.post(f"{here}/invites/codes", json={"member_id": hana})).json()["codes"][0]["code"]
    await world.nia.post(f"{here}/archive")
    phone = await world.browser()
    assert (await phone.post("/api/sign-in/code", json={"code": printed})).status_code == 200
    (place,) = (await phone.get("/api/me")).json()["memberships"]
    assert (place["archived"], "gear.scan" in place["may"], "gear.read" in place["may"]) == (True, False, True)
