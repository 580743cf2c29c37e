"""What a batch of scans does, entry by entry."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from server.errors import NotFound
from server.services.gear.scans import HolderIn
from tests.services.gear.conftest import NOON, Phone, holder_of, rows


def outcomes(answer):
    return [entry.outcome for entry in answer.scans]


async def test_a_scan_hands_a_case_over(gear):
    case = gear.cases[0]
    answer = await gear.omar_phone.send(gear.omar_phone.scan(case, gear.to_omar))
    assert outcomes(answer) == ["applied"]
    assert await holder_of(case) == ("member", gear.to_omar.id)
    assert answer.disputed == []


async def test_the_same_batch_again_gets_the_same_answer_and_changes_nothing(gear):
    scan = gear.omar_phone.scan(gear.cases[0], gear.to_omar)
    first = await gear.omar_phone.send(scan)
    again = await gear.omar_phone.send(scan, now=NOON + timedelta(hours=1))
    assert again.scans == first.scans
    assert len(await rows("SELECT id FROM custody_event")) == 1


async def test_an_id_with_another_content_is_a_conflict(gear):
    scan = gear.omar_phone.scan(gear.cases[0], gear.to_omar)
    await gear.omar_phone.send(scan)
    scan.holder = gear.to_lena
    assert outcomes(await gear.omar_phone.send(scan)) == ["conflict"]
    assert await holder_of(gear.cases[0]) == ("member", gear.to_omar.id)


async def test_a_late_scan_is_history_and_does_not_steal_the_case_back(gear):
    case, lena = gear.cases[0], gear.lena_phone
    await lena.send(lena.scan(case, gear.to_lena))
    late = gear.omar_phone.scan(case, gear.to_omar, at=NOON - timedelta(hours=3))
    assert outcomes(await gear.omar_phone.send(late)) == ["late"]
    assert await holder_of(case) == ("member", gear.to_lena.id)


async def test_two_phones_that_did_not_hear_of_each_other_make_a_dispute(gear):
    case = gear.cases[0]
    await gear.omar_phone.send(gear.omar_phone.scan(case, gear.to_omar))
    answer = await gear.lena_phone.send(gear.lena_phone.scan(case, gear.to_lena, at=NOON + timedelta(minutes=1)))
    assert answer.disputed == [case]
    assert await holder_of(case) == ("member", gear.to_lena.id)
    assert await rows("SELECT kind, subject, subject_id FROM task WHERE settled_at IS NULL") == [
        ("dispute", "thing", case)
    ]
    kinds = [row[0] for row in await rows("SELECT kind FROM fact ORDER BY seq")]
    assert kinds[-3:] == ["dispute_opened", "task_opened", "things_scanned"]


async def test_the_dispute_is_the_same_when_the_first_arrives_last(gear):
    case = gear.cases[0]
    first = gear.omar_phone.scan(case, gear.to_omar)
    await gear.lena_phone.send(gear.lena_phone.scan(case, gear.to_lena, at=NOON + timedelta(minutes=1)))
    answer = await gear.omar_phone.send(first)
    assert (outcomes(answer), answer.disputed) == (["late"], [case])


async def test_a_correction_settles_the_dispute_and_its_task(gear):
    case, lena = gear.cases[0], gear.lena_phone
    await gear.omar_phone.send(gear.omar_phone.scan(case, gear.to_omar))
    await lena.send(lena.scan(case, gear.to_lena, at=NOON + timedelta(minutes=1)))
    said = lena.scan(case, gear.to_omar, at=NOON + timedelta(minutes=2), move="correct")
    assert (await lena.send(said)).disputed == []
    assert await holder_of(case) == ("member", gear.to_omar.id)
    assert await rows("SELECT id FROM task WHERE settled_at IS NULL") == []
    assert await rows("SELECT settled_event FROM dispute") == [(said.id,)]


async def test_a_clock_far_ahead_is_suspect_applied_at_arrival_and_disputed(gear):
    case = gear.cases[0]
    fast = Phone(gear.production, gear.omar_acts, off=timedelta(hours=5))
    answer = await fast.send(fast.scan(case, gear.to_omar))
    assert (answer.scans[0].suspect, answer.disputed) == (True, [case])
    assert answer.scans[0].ms == int(NOON.timestamp() * 1000)
    honest = gear.lena_phone.scan(case, gear.to_lena, at=NOON + timedelta(minutes=1))
    assert outcomes(await gear.lena_phone.send(honest, now=NOON + timedelta(minutes=1))) == ["applied"]


async def test_one_bad_entry_is_parked_by_itself(gear):
    phone = gear.omar_phone
    good, bad, also = (
        phone.scan(gear.cases[0], gear.to_omar),
        phone.scan(987_654, gear.to_omar),
        phone.scan(gear.cases[1], gear.to_omar),
    )
    answer = await phone.send(good, bad, also)
    assert outcomes(answer) == ["applied", "parked", "applied"]
    assert answer.scans[1].why == "Not a case of this production."
    assert await rows("SELECT id, account_id FROM parked") == [(bad.id, gear.people["omar"].account_id)]
    assert outcomes(await phone.send(bad)) == ["parked"]


async def test_nobody_of_another_production_can_be_given_a_case(gear):
    theo = HolderIn(kind="member", id=gear.people["theo"].member_id)
    assert outcomes(await gear.omar_phone.send(gear.omar_phone.scan(gear.cases[0], theo))) == ["parked"]
    assert await holder_of(gear.cases[0]) == ("home", None)


async def test_a_home_with_an_id_is_refused_by_the_database_and_parked(gear):
    odd = gear.omar_phone.scan(gear.cases[0], HolderIn(kind="vehicle"))
    assert outcomes(await gear.omar_phone.send(odd)) == ["parked"]


@pytest.mark.parametrize(("hold", "move", "outcome"), [
    ("quarantine", "take", "parked"), ("quarantine", "return", "applied"), ("quarantine", "release", "applied"),
    ("lost", "take", "parked"), ("lost", "found", "applied"), ("none", "found", "parked"),
])  # fmt: skip
async def test_a_hold_says_what_may_be_done(gear, hold, move, outcome):
    case = gear.cases[0]
    await rows("UPDATE thing SET hold = $2 WHERE id = $1 RETURNING id", case, hold)
    assert outcomes(await gear.omar_phone.send(gear.omar_phone.scan(case, gear.home, move=move))) == [outcome]
    left = "none" if (outcome, move) in (("applied", "release"), ("applied", "found")) else hold
    assert await rows("SELECT hold FROM thing WHERE id = $1", case) == [(left,)]


async def test_a_label_the_phone_did_not_know_is_found_and_a_revoked_one_is_parked(gear):
    [(code,)] = await rows("SELECT code FROM label WHERE thing_id = $1", gear.cases[0])
    phone = gear.omar_phone
    by_label = phone.scan(None, gear.to_omar, label=code)
    assert outcomes(await phone.send(by_label)) == ["applied"]
    await rows("UPDATE label SET revoked_at = now() WHERE code = $1 RETURNING code", code)
    answer = await phone.send(phone.scan(None, gear.to_omar, label=code))
    assert answer.scans[0].why == "This label was replaced. Scan the new one."


async def test_a_seq_used_twice_is_a_conflict_not_a_loss_of_the_others(gear):
    phone = gear.omar_phone
    await phone.send(phone.scan(gear.cases[0], gear.to_omar))
    phone.seq = 0
    again, other = phone.scan(gear.cases[1], gear.to_omar), phone.scan(gear.cases[2], gear.to_omar)
    assert outcomes(await phone.send(again, other)) == ["conflict", "applied"]


async def test_many_phones_at_once_leave_one_holder_and_every_event(gear):
    phones = [Phone(gear.production, gear.omar_acts) for _ in range(6)]
    holders = [gear.to_omar, gear.to_lena, gear.home]

    async def batch(n, phone):
        made = [phone.scan(case, holders[n % 3], at=NOON + timedelta(seconds=n)) for case in reversed(gear.cases)]
        return await phone.send(*made)

    answers = await asyncio.gather(*(batch(n, phone) for n, phone in enumerate(phones)))
    assert all(entry.outcome in ("applied", "late") for answer in answers for entry in answer.scans)
    assert len(await rows("SELECT id FROM custody_event")) == 60
    last = await rows("SELECT DISTINCT holder_kind, holder_id FROM thing_state")
    assert last == [("home", None)]


async def test_theo_scans_nothing_here(gear):
    outsider = Phone(gear.production, type(gear.omar_acts)(gear.people["theo"].account_id))
    with pytest.raises(NotFound):
        await outsider.send(outsider.scan(gear.cases[0], gear.to_omar))


async def test_a_twin_sent_at_the_same_moment_is_applied_once(gear):
    scan = gear.omar_phone.scan(gear.cases[0], gear.to_omar)
    answers = await asyncio.gather(*(gear.omar_phone.send(scan) for _ in range(5)))
    assert {outcomes(answer)[0] for answer in answers} == {"applied"}
    assert len(await rows("SELECT id FROM custody_event")) == 1


async def test_an_unknown_check_parks_the_entry(gear):
    odd = gear.omar_phone.scan(gear.cases[0], gear.home, move="return", check_id=uuid4())
    assert outcomes(await gear.omar_phone.send(odd)) == ["parked"]
