"""What the list says: standings, checks, disputes, numbers."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from server.db import read, tx
from server.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from server.models.gear import things as rows_of_things
from server.rules.gear.standing import Standing
from server.services.gear import checks, reading, settling, things
from server.services.gear.scans import CheckIn, HolderIn
from server.services.gear.things import ChangeThingIn, ThingIn, ThingWrite
from tests.services.gear.conftest import NOON, holder_of, rows


async def listed(gear, *, by=None, now=NOON):
    return await reading.gear(gear.production, origins=["https://test"], by=by or gear.nia_acts, now=now)


def of(found, thing):
    return next(each for each in found.things if each.id == thing)


async def check_truck(gear, phone, cases, *, at=NOON):
    check = CheckIn(id=uuid4(), scope_kind="vehicle", scope_id=gear.truck, started_at=at)
    made = [phone.scan(case, gear.home, move="return", at=at, check_id=check.id) for case in cases]
    await phone.send(*made, checks=[check], now=at)
    return check


async def test_what_two_phones_did_not_find_is_missing_once_the_check_is_closed(gear):
    check = await check_truck(gear, gear.omar_phone, gear.cases[:5])
    await check_truck(gear, gear.lena_phone, gear.cases[4:9], at=NOON + timedelta(minutes=5))
    [round_] = await checks.checks(gear.production, by=gear.omar_acts)
    assert (len(round_.found), round_.missing) == (9, [gear.cases[9]])
    assert {(c.member_id, c.count) for c in round_.counted} == {
        (gear.people["omar"].member_id, 5), (gear.people["lena"].member_id, 4),
    }  # fmt: skip
    assert of(await listed(gear), gear.cases[9]).standing == "in"
    await checks.close(gear.production, check.id, by=gear.omar_acts, now=NOON + timedelta(minutes=9))
    found = await listed(gear)
    assert [t.id for t in found.things if t.standing == "missing"] == [gear.cases[9]]


async def test_a_phone_that_comes_late_finds_what_was_missing(gear):
    check = await check_truck(gear, gear.omar_phone, gear.cases[:9])
    await checks.close(gear.production, check.id, by=gear.omar_acts, now=NOON + timedelta(minutes=9))
    await check_truck(gear, gear.lena_phone, gear.cases[9:], at=NOON + timedelta(minutes=3))
    assert of(await listed(gear), gear.cases[9]).standing == "in"
    [round_] = await checks.checks(gear.production, by=gear.omar_acts)
    assert round_.missing == []


async def test_a_case_counted_on_the_truck_while_somebody_took_it_is_a_dispute(gear):
    case = gear.cases[0]
    await gear.omar_phone.send(gear.omar_phone.scan(case, gear.to_omar))
    await check_truck(gear, gear.lena_phone, [case], at=NOON + timedelta(minutes=7))
    found = await listed(gear)
    [dispute] = found.disputes
    assert of(found, case).standing == "dispute"
    assert [(c.member_id, c.holder_kind) for c in dispute.claims] == [
        (gear.people["omar"].member_id, "member"), (gear.people["lena"].member_id, "home"),
    ]  # fmt: skip


async def test_the_office_settles_it_and_both_claims_stay_in_its_history(gear):
    case = gear.cases[0]
    await gear.omar_phone.send(gear.omar_phone.scan(case, gear.to_omar))
    await gear.lena_phone.send(gear.lena_phone.scan(case, gear.to_lena, at=NOON + timedelta(minutes=1)))
    await settling.settle(gear.production, case, gear.to_omar, by=gear.nia_acts, now=NOON + timedelta(minutes=2))
    assert await holder_of(case) == ("member", gear.to_omar.id)
    assert (await listed(gear)).disputes == []
    past = (await reading.case(gear.production, case, by=gear.nia_acts, now=NOON)).history
    assert [(each.move, each.contested) for each in past] == [("correct", False), ("take", True), ("take", False)]


async def test_only_who_may_settles(gear):
    with pytest.raises(NotAllowed):
        await settling.settle(gear.production, gear.cases[0], gear.home, by=gear.omar_acts, now=NOON)
    with pytest.raises(Invalid):
        await settling.settle(
            gear.production, gear.cases[0], HolderIn(kind="member", id=987_654), by=gear.nia_acts, now=NOON
        )


async def test_a_private_number_is_shown_to_those_who_may_know_it(gear):
    omar = gear.people["omar"].member_id
    await rows("UPDATE member SET mobile = '+15550100' WHERE id = $1 RETURNING id", omar)

    def number(found):
        return next(n.phone for n in found.names if (n.kind, n.id) == ("member", omar))

    assert number(await listed(gear, by=gear.nia_acts)) == "+15550100"
    assert number(await listed(gear, by=gear.omar_acts)) == "+15550100"
    await rows("UPDATE member SET mobile = '+15550111' WHERE id = $1 RETURNING id", gear.people["lena"].member_id)
    found = await listed(gear, by=gear.omar_acts)
    assert next(n.phone for n in found.names if n.name == "Lena" and n.kind == "member") == ""


async def test_overdue_is_judged_by_the_day_of_the_production(gear):
    async with tx(gear.production) as db:
        [made] = await things.make_things(
            db, gear.production, [ThingWrite(kind="case", name="Housing", code="H-1", due_back_on=date(2025, 4, 9))], now=NOON
        )  # fmt: skip
    assert of(await listed(gear), made).overdue
    assert not of(await listed(gear, now=NOON - timedelta(hours=9)), made).overdue


async def test_the_boards_counts_say_what_the_list_says(gear):
    phone = gear.omar_phone
    check = await check_truck(gear, phone, gear.cases[:8], at=NOON)
    await checks.close(gear.production, check.id, by=gear.omar_acts, now=NOON)
    await phone.send(
        phone.scan(gear.cases[0], gear.to_omar, at=NOON + timedelta(minutes=1)), now=NOON + timedelta(minutes=1)
    )
    await gear.lena_phone.send(gear.lena_phone.scan(gear.cases[0], gear.to_lena, at=NOON + timedelta(minutes=1)))
    await phone.send(phone.scan(gear.cases[1], gear.to_omar, at=NOON + timedelta(minutes=1)))
    found = await listed(gear)
    words = [each.standing for each in found.things if each.department_id == gear.camera]
    async with read() as db:
        [count] = await rows_of_things.counts(db, gear.production, date(2025, 4, 10))
    assert (count.listed, count.out, count.missing, count.disputed) == (
        10, words.count(Standing.OUT), words.count(Standing.MISSING), words.count(Standing.DISPUTE),
    )  # fmt: skip
    assert (count.out, count.missing, count.disputed) == (1, 2, 1)


async def test_a_case_is_found_by_its_name_its_label_and_its_old_label(gear):
    case = gear.cases[0]
    [(code,)] = await rows("SELECT code FROM label WHERE thing_id = $1", case)
    for asked in ("cam-01", code.lower()):
        found = await reading.case_by_code(gear.production, asked, by=gear.omar_acts, now=NOON)
        assert (found.thing.id, found.replaced) == (case, False)
    await rows("UPDATE label SET revoked_at = now() WHERE code = $1 RETURNING code", code)
    assert (await reading.case_by_code(gear.production, code, by=gear.omar_acts, now=NOON)).replaced
    with pytest.raises(NotFound):
        await reading.case_by_code(gear.production, "CAM-99", by=gear.omar_acts, now=NOON)


async def test_contents_are_made_with_their_case_in_any_order(gear):
    async with tx(gear.production) as db:
        ids = await things.make_things(
            db, gear.production,
            [ThingWrite(kind="item", name="Lens", inside=1), ThingWrite(kind="case", name="Primes", code="P-1")], now=NOON,
        )  # fmt: skip
    found = await reading.case_by_code(gear.production, "P-1", by=gear.omar_acts, now=NOON)
    assert [each.id for each in found.inside] == [ids[0]]


async def test_an_import_undone_leaves_what_was_scanned(gear):
    await gear.omar_phone.send(gear.omar_phone.scan(gear.cases[0], gear.to_omar))
    async with tx(gear.production) as db:
        gone = await things.drop_unused(db, gear.production, gear.cases)
    assert sorted(gone) == gear.cases[1:]


async def test_a_head_changes_the_own_department_only_and_never_over_another_change(gear):
    grip = (
        await rows("INSERT INTO department (production_id, name) VALUES ($1, 'Grip') RETURNING id", gear.production)
    )[0][0]
    told = ChangeThingIn(
        revision=1, name="Primes 1", code="CAM-01", department_id=gear.camera, home_vehicle_id=gear.truck
    )
    await things.change_thing(gear.production, gear.cases[0], told, by=gear.lena_acts, now=NOON)
    with pytest.raises(Stale):
        await things.change_thing(gear.production, gear.cases[0], told, by=gear.lena_acts, now=NOON)
    with pytest.raises(NotAllowed):
        await things.add_thing(
            gear.production, ThingIn(kind="case", name="X", department_id=grip), by=gear.lena_acts, now=NOON
        )
    with pytest.raises(Conflict):
        await things.add_thing(
            gear.production, ThingIn(kind="case", name="X", code="cam-02", department_id=gear.camera), by=gear.lena_acts, now=NOON
        )  # fmt: skip


async def test_what_somebody_has_is_not_taken_off_the_list(gear):
    await gear.omar_phone.send(gear.omar_phone.scan(gear.cases[0], gear.to_omar))
    with pytest.raises(Conflict):
        await things.remove_thing(gear.production, gear.cases[0], by=gear.nia_acts, now=NOON)
    await things.remove_thing(gear.production, gear.cases[1], by=gear.nia_acts, now=NOON)
    parked = await gear.omar_phone.send(gear.omar_phone.scan(gear.cases[1], gear.to_omar))
    assert parked.scans[0].why == "It was taken off the list."
