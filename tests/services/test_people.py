"""Productions and people, made by hand, by an import, by an AD in fifteen seconds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server import clock
from server.db import read, tx
from server.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from server.models.access import sessions as session_queries
from server.models.production import queries
from server.rules.access import Actor, Role
from server.services.access import sessions
from server.services.production import parts, people
from server.services.production.make import NewProduction, make_production
from server.services.production.people import DayPlayerIn, PersonIn, PositionIn


async def actor(person):
    found = await sessions.actor_of(person.token, now=clock.now())
    assert found is not None
    return found


async def grant(production, account):
    async with read() as db:
        return await db.fetchrow(
            "SELECT * FROM access_grant WHERE production_id = $1 AND account_id = $2", production, account
        )


async def test_who_makes_a_production_coordinates_it(world):
    async with tx() as db:
        account = await db.fetchval("INSERT INTO account (name, email) VALUES ('Ada', 'ada@example.test') RETURNING id")
    made = await make_production(NewProduction(name="Low Tide"), by=Actor(account), now=clock.now())
    assert (await grant(made, account))["roles"] == ["coordinator"]
    async with read() as db:
        assert [u.name for u in await queries.units(db, made)] == ["Main"]
        assert (await queries.production(db, made)).code_name


async def test_crew_make_no_production(world):
    with pytest.raises(NotAllowed):
        await make_production(NewProduction(name="X"), by=await actor(world.people["omar"]), now=clock.now())


async def test_an_unknown_zone_is_refused(world):
    with pytest.raises(Invalid):
        await make_production(
            NewProduction(name="X", zone="Mars/Base"), by=await actor(world.people["nia"]), now=clock.now()
        )


async def test_departments_are_found_whatever_their_case(world):
    async with tx(world.production) as db:
        first = await parts.departments(db, world.production, ["CAMERA", "Grip", " grip", ""])
        again = await parts.departments(db, world.production, ["Grip"])
    assert first["CAMERA"] == world.camera
    assert first["Grip"] == first[" grip"] == again["Grip"]


async def test_people_are_made_in_bulk_with_proposed_roles_and_no_right(world):
    new = [
        PersonIn(
            name=f"P{n}", email=f"P{n}@Example.test", mobile="(212) 555-0100", diet="no, commas",
            positions=(
                PositionIn(department_id=world.camera, title="Gaffer", ends_on=date(2025, 5, 30)),
                PositionIn(department_id=world.camera, title="B", only_on=(date(2025, 4, 15), date(2025, 4, 14))),
            ),
        )
        for n in range(60)
    ]  # fmt: skip
    async with tx(world.production) as db:
        ids = await people.add_people(db, world.production, new, by=None)
        first = await queries.member(db, world.production, ids[0])
        held = await queries.positions(db, world.production, ids)
    assert ids == sorted(ids)
    assert (first.email, first.mobile, first.mobile_typed) == ("p0@example.test", "+12125550100", "(212) 555-0100")
    assert (first.roles, first.proposed_roles, first.account_id) == (["crew"], ["head"], None)
    assert [p.only_on for p in held[ids[0]]] == [[], [date(2025, 4, 14), date(2025, 4, 15)]]
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM invite") == 0
        assert await db.fetchval("SELECT contacted_at FROM production WHERE id = $1", world.production) is None


async def test_dates_that_end_before_they_start_are_refused(world):
    wrong = PositionIn(department_id=world.camera, starts_on=date(2025, 5, 2), ends_on=date(2025, 5, 1))
    with pytest.raises(Invalid):
        async with tx(world.production) as db:
            await people.add_people(db, world.production, [PersonIn(name="P", positions=(wrong,))], by=None)


async def test_a_department_of_another_production_is_refused(world):
    async with read() as db:
        other = (await queries.departments(db, world.other_production))[0].id
    with pytest.raises(Invalid):
        async with tx(world.production) as db:
            await people.add_people(
                db, world.production, [PersonIn(name="P", positions=(PositionIn(department_id=other),))], by=None
            )


async def test_an_ad_adds_a_day_player_whose_right_will_end(world):
    player = DayPlayerIn(
        name="Pavel", mobile="212 555 0199", title="Safety", department_id=world.camera, on=(date(2025, 4, 14),)
    )
    made = await people.add_day_player(world.production, player, by=await actor(world.people["bjorn"]))
    async with tx(world.production) as db:
        account = await db.fetchval("INSERT INTO account (name) VALUES ('Pavel') RETURNING id")
        await db.execute("UPDATE member SET account_id = $2 WHERE id = $1", made, account)
        await people.keep_grants(db, world.production, [made], now=clock.now())
    assert (await grant(world.production, account))["ends_at"] == datetime(2025, 4, 29, 4, tzinfo=UTC)


async def test_crew_add_nobody(world):
    player = DayPlayerIn(name="P", mobile="1", title="", department_id=world.camera, on=(date(2025, 4, 14),))
    with pytest.raises(NotAllowed):
        await people.add_day_player(world.production, player, by=await actor(world.people["omar"]))


async def test_an_outsider_changes_nobody(world):
    with pytest.raises(NotFound):
        await people.change_person(
            world.production, world.people["omar"].member_id, PersonIn(name="X"), revision=1,
            by=await actor(world.people["theo"]), now=clock.now(),
        )  # fmt: skip


async def test_a_second_person_with_one_address_is_refused(world):
    with pytest.raises(Conflict, match="e-mail"):
        await people.add_person(
            world.production, PersonIn(name="Omar 2", email="OMAR@example.test"), by=await actor(world.people["nia"])
        )


async def test_a_correction_over_another_is_stale(world):
    nia, omar = await actor(world.people["nia"]), world.people["omar"]
    person = PersonIn(name="Omar R.", positions=(PositionIn(department_id=world.camera, title="1st AC"),))
    await people.change_person(world.production, omar.member_id, person, revision=1, by=nia, now=clock.now())
    with pytest.raises(Stale):
        await people.change_person(world.production, omar.member_id, person, revision=1, by=nia, now=clock.now())


async def test_the_right_and_the_session_follow_the_finish_date(world):
    nia, omar = await actor(world.people["nia"]), world.people["omar"]
    last = (clock.now() + timedelta(days=5)).date()
    person = PersonIn(name="Omar", positions=(PositionIn(department_id=world.camera, title="1st AC", ends_on=last),))
    await people.change_person(world.production, omar.member_id, person, revision=1, by=nia, now=clock.now())
    right = await grant(world.production, omar.account_id)
    async with read() as db:
        session = await db.fetchval("SELECT expires_at FROM session WHERE account_id = $1", omar.account_id)
    assert right["ends_at"] == session
    assert (session.date() - last).days == 15
    clock.move(timedelta(days=25))
    assert (await world.omar.get("/api/me")).status_code == 401


async def test_given_roles_reach_the_grant_and_settle_the_proposal(world):
    nia, omar = await actor(world.people["nia"]), world.people["omar"]
    await people.give_roles(world.production, omar.member_id, [Role.HEAD], by=nia, now=clock.now())
    assert (await grant(world.production, omar.account_id))["roles"] == ["head"]


async def test_many_proposals_are_confirmed_as_they_were_shown_and_no_further(world):
    nia = await actor(world.people["nia"])
    gaffers = [
        PersonIn(name=f"P{n}", positions=(PositionIn(department_id=world.camera, title="Gaffer"),)) for n in range(2)
    ]
    async with tx(world.production) as db:
        one, two = await people.add_people(db, world.production, gaffers, by=None)
        await db.execute("UPDATE member SET proposed_roles = '{head,upm}' WHERE id = $1", two)
    await people.give_roles(world.production, one, [Role.CREW], by=nia, now=clock.now())
    shown = [people.ShownRoles(member_id=member, roles=(Role.HEAD,)) for member in (one, two)]
    assert await people.confirm_roles(world.production, shown, by=nia, now=clock.now()) == 1
    async with tx(world.production) as db:
        settled, given = [await queries.member(db, world.production, member) for member in (one, two)]
    assert (settled.roles, settled.proposed_roles) == (["crew"], [])
    assert (given.roles, given.proposed_roles) == (["crew", "head"], ["upm"])


async def test_the_last_coordinator_keeps_the_role(world):
    nia = await actor(world.people["nia"])
    with pytest.raises(Conflict, match="only coordinator"):
        await people.give_roles(
            world.production, nia.memberships[world.production].member_id, [Role.CREW], by=nia, now=clock.now()
        )


async def test_open_streams_learn_whose_right_ended(world):
    async with tx() as db:
        session = await db.fetchval("SELECT id FROM session WHERE account_id = $1", world.people["omar"].account_id)
        assert await session_queries.still_good(db, [session], clock.now()) == {session: {world.production}}
        await db.execute(
            "UPDATE access_grant SET ends_at = now() WHERE account_id = $1", world.people["omar"].account_id
        )
        assert await session_queries.still_good(db, [session], clock.now() + timedelta(seconds=5)) == {session: set()}
