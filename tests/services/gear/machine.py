"""Custody as a hypothesis state machine: phones without signal, a server that is killed, an office that settles.

After every step the rows in PostgreSQL must be exactly what `oracle` says of the scans that were ever answered.
A step is a plain function, as hypothesis wants it; its coroutine runs on the test's own loop.
"""

import asyncio
import random
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.db import tx
from server.errors import Conflict
from server.services.gear import reading, settling
from server.services.gear import things as making
from server.services.gear.scans import CheckIn, HolderIn, ScanIn, ScanOut
from tests.services.gear import oracle
from tests.services.gear.conftest import NOON, Phone, rows

CLOCKS = (0, -3600, 40, 90, 7200)
"""Seconds by which phones are wrong; the last is not believed."""
NOWHERE = 999_999_999

phones = st.integers(0, 2)
HOLDERS = st.integers(0, 3)


class Killed(Exception):  # noqa: N818  what happened, not an error of ours
    """The server died before COMMIT."""


class CustodyMachine(RuleBasedStateMachine):
    """Three phones of two people, and the office. `gear` and `loop` are bound by `play`."""

    gear: ClassVar[Any]
    loop: ClassVar[asyncio.AbstractEventLoop]
    things = Bundle("things")

    def run(self, what: Awaitable[Any]) -> Any:
        self.stirred = True
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(30)  # type: ignore[arg-type]

    @initialize(target=things, clocks=st.tuples(*[st.sampled_from(CLOCKS)] * 3))
    def begin(self, clocks: tuple[int, int, int]) -> int:
        gear = self.gear
        self.now = NOON
        who = (gear.omar_acts, gear.lena_acts, gear.omar_acts)
        self.phones = [
            Phone(gear.production, by, off=timedelta(seconds=off)) for by, off in zip(who, clocks, strict=True)
        ]
        self.holders = [gear.home, gear.to_omar, gear.to_lena, HolderIn(kind="vehicle", id=gear.truck)]
        self.queues: list[list[ScanIn]] = [[], [], []]
        self.checks = [
            CheckIn(id=uuid4(), scope_kind="vehicle", scope_id=gear.truck, started_at=NOON) for _ in self.phones
        ]
        self.answers: dict[UUID, ScanOut] = {}
        self.sent: dict[UUID, tuple[int, ScanIn]] = {}
        self.entries: dict[int, list[oracle.Entry]] = {}
        self.hold: dict[int, str] = {}
        self.gone: set[int] = set()
        return self.make()

    # --- what people do -----------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.entries) < 2)
    @rule(target=things)
    def make(self) -> int:
        """The office adds a case."""

        async def made() -> int:
            gear = self.gear
            async with tx(gear.production) as db:
                write = making.ThingWrite(
                    kind="case", name="Case", code=f"X-{uuid4().hex[:12]}", department_id=gear.camera, home_vehicle_id=gear.truck
                )  # fmt: skip
                return (await making.make_things(db, gear.production, [write], now=self.now))[0]

        thing: int = self.run(made())
        self.entries[thing], self.hold[thing] = [], "none"
        return thing

    @rule(minutes=st.sampled_from([1, 3, 20, 150]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(phone=phones, thing=things, holder=HOLDERS, move=st.sampled_from(["take", "take", "return", "correct"]))
    def scan(self, phone: int, thing: int, holder: int, move: str) -> None:
        """Out, in, handed over, or "it's in my hands": into the phone's queue, with what it last knew."""
        self.queue(phone, thing, self.holders[holder], move=move)

    @rule(phone=phones, thing=things)
    def check_the_truck(self, phone: int, thing: int) -> None:
        self.queue(phone, thing, self.gear.home, move="return", check_id=self.checks[phone].id)

    @rule(phone=phones, thing=things, move=st.sampled_from(["found", "found", "release"]))
    def found(self, phone: int, thing: int, move: str) -> None:
        self.queue(phone, thing, self.gear.home, move=move)

    @rule(phone=phones)
    def scan_what_isnt_ours(self, phone: int) -> None:
        self.queue(phone, NOWHERE, self.gear.to_omar, move="take")

    def queue(self, phone: int, thing: int, holder: HolderIn, **more: Any) -> None:
        self.now += timedelta(seconds=7)
        self.queues[phone].append(self.phones[phone].scan(thing, holder, at=self.now, **more))

    @rule(phone=phones)
    def open_the_list(self, phone: int) -> None:
        """With signal: from now on the phone knows the newest claim of everything."""
        listed = self.run(reading.gear(self.gear.production, origins=[], by=self.phones[phone].by, now=self.now))
        self.phones[phone].seen = {thing.id: thing.event_id for thing in listed.things if thing.event_id}

    # --- deliveries ---------------------------------------------------------------------------------------------

    @rule(
        phone=phones,
        many=st.integers(1, 6),
        order=st.sampled_from(["as made", "newest first"]),
        lost=st.booleans(),
        twins=st.booleans(),
    )
    def send(self, phone: int, many: int, order: str, *, lost: bool, twins: bool) -> None:
        """`lost`: the server is killed after COMMIT, before the answer, so that the phone sends all of it again."""
        queue = self.queues[phone]
        batch = queue[:many] if order == "as made" else queue[::-1][:many]
        if not batch:
            return
        again = [self.deliver(phone, batch) for _ in range(1 + twins)]
        for answer in self.run(together(again)):
            self.hear(phone, batch, answer.scans)
        if not lost:
            self.queues[phone] = [scan for scan in queue if scan not in batch]

    @rule()
    def all_at_once(self) -> None:
        """Everybody comes back into signal. Who was first is the database's to say."""
        batches = [(n, list(queue)) for n, queue in enumerate(self.queues) if queue]
        answers = self.run(together([self.deliver(n, batch) for n, batch in batches]))
        for (n, batch), answer in zip(batches, answers, strict=True):
            self.hear(n, batch, answer.scans, raced=True)
            self.queues[n] = []

    @rule(phone=phones)
    def killed_before_commit(self, phone: int) -> None:
        async def cut() -> None:
            async with tx(self.gear.production):
                await self.deliver(phone, self.queues[phone])
                raise Killed

        if self.queues[phone]:
            try:
                self.run(cut())
            except Killed:
                return

    @rule(seed=st.integers(0, 2**32), phone=phones, many=st.integers(1, 4))
    def what_was_answered_comes_again(self, seed: int, phone: int, many: int) -> None:
        """A backup of a phone, a proxy that repeats: hours later, in any order."""
        batch = [scan for n, scan in self.sent.values() if n == phone]
        batch = random.Random(seed).sample(batch, min(many, len(batch)))  # noqa: S311  it can be played again
        if batch:
            self.hear(phone, batch, self.run(self.deliver(phone, batch)).scans)

    @rule(seed=st.integers(0, 2**32))
    def an_id_is_used_again(self, seed: int) -> None:
        applied = [(n, scan) for n, scan in self.sent.values() if self.answers[scan.id].outcome != "parked"]
        if applied:
            phone, scan = applied[seed % len(applied)]
            forged = msgspec.structs.replace(scan, where="somewhere else")
            assert self.run(self.deliver(phone, [forged])).scans[0].outcome == "conflict"

    def deliver(self, phone: int, batch: list[ScanIn]) -> Awaitable[Any]:
        return self.phones[phone].send(*batch, now=self.now, checks=[self.checks[phone]])

    def hear(self, phone: int, batch: list[ScanIn], answers: list[ScanOut], *, raced: bool = False) -> None:
        """What the server said of each scan: as before, or believable."""
        by_id = {answer.id: answer for answer in answers}
        for scan in batch:
            answer = by_id[scan.id]
            if scan.id in self.answers:
                assert answer == self.answers[scan.id], "an answer once given is the answer"
                continue
            self.answers[scan.id], self.sent[scan.id] = answer, (phone, scan)
            assert answer.outcome in ("applied", "late", "parked"), answer
            if answer.outcome != "parked":
                assert oracle.clock_is_kept(scan, answer, now=self.now), (scan, answer)
            self.enter(phone, scan, answer, raced=raced)

    def enter(self, phone: int, scan: ScanIn, answer: ScanOut, *, raced: bool) -> None:
        thing = scan.thing_id or 0
        known = self.entries.get(thing, [])
        last = oracle.newest(known)
        device = f"{self.phones[phone].by.account_id}.{self.phones[phone].device}"
        told = oracle.entry(scan, answer, device, thing)
        if answer.outcome == "parked":
            assert raced or self.refuses(scan, last, device), scan
            return
        late = last is not None and told.order < last.order
        assert raced or (answer.outcome == "late") is late
        assert raced or not self.refuses(scan, last, device), scan
        known.append(told)
        if answer.outcome == "applied" and scan.move in ("found", "release"):
            self.hold[thing] = "none"

    def refuses(self, scan: ScanIn, last: oracle.Entry | None, device: str) -> bool:
        """Unknown, off the list, or set aside or lost now; what happened before that is history."""
        thing = scan.thing_id or 0
        if thing not in self.entries or thing in self.gone:
            return True
        believed = scan.ms <= oracle.ms(self.now + oracle.AHEAD)
        late = believed and last is not None and ((scan.ms << 16) | scan.counter, device) < last.order
        return not late and scan.move not in oracle.MAY[self.hold[thing]]

    # --- the office ---------------------------------------------------------------------------------------------

    @rule(thing=things, holder=HOLDERS)
    def settle(self, thing: int, holder: int) -> None:
        if thing in self.gone:
            return
        told = self.holders[holder]
        self.now += timedelta(seconds=7)
        self.run(settling.settle(self.gear.production, thing, told, by=self.gear.nia_acts, now=self.now))
        ledger = self.run(rows("SELECT id, hlc, device, seen_event FROM custody_event WHERE thing_id = $1", thing))
        known = {one.id for one in self.entries[thing]}
        ((event, hlc, device, seen),) = [row for row in ledger if row[0] not in known]
        last = oracle.newest(self.entries[thing])
        assert seen == (last.id if last else None)
        if last is not None:
            assert (hlc, device) > last.order
        made = oracle.Entry(event, thing, (hlc, device), 1, "correct", (told.kind, told.id), seen, suspect=False)
        self.entries[thing].append(made)

    @rule(thing=things, hold=st.sampled_from(["lost", "lost", "quarantine", "none"]))
    def set_aside(self, thing: int, hold: str) -> None:
        if thing in self.gone:
            return

        async def change() -> None:
            gear = self.gear
            async with tx(gear.production) as db:
                row = await making.of(db, gear.production, thing, now=self.now)
            told = making.ChangeThingIn(
                revision=row.revision, name=row.name, code=row.code, department_id=row.department_id,
                home_vehicle_id=row.home_vehicle_id, hold=hold,  # type: ignore[arg-type]
            )  # fmt: skip
            await making.change_thing(gear.production, thing, told, by=gear.nia_acts, now=self.now)

        self.run(change())
        self.hold[thing] = hold

    @rule(thing=things)
    def take_off_the_list(self, thing: int) -> None:
        if thing in self.gone or len(self.entries) < 2 or self.gone:
            return
        last = oracle.newest(self.entries[thing])
        try:
            self.run(making.remove_thing(self.gear.production, thing, by=self.gear.nia_acts, now=self.now))
        except Conflict:
            assert last.holder[0] == "member", "it is refused only while somebody has it"
        else:
            assert last is None or last.holder[0] != "member"
            self.gone.add(thing)

    @rule()
    def everybody_reads_the_same(self) -> None:
        """One holder, and both sides of what is disputed, on every phone's list."""
        listed = self.run(reading.gear(self.gear.production, origins=[], by=self.gear.omar_acts, now=self.now))
        shown = {thing.id: thing for thing in listed.things}
        sides = {claim.event_id for dispute in listed.disputes for claim in dispute.claims}
        for thing, entries in self.entries.items():
            if thing in self.gone:
                continue
            last = oracle.newest(entries)
            assert (shown[thing].holder_kind, shown[thing].holder_id) == (last.holder if last else oracle.HOME)
            still = {event: pair for event, pair in oracle.disputes(entries).items() if pair[1] is None}
            assert (shown[thing].standing == "dispute") is bool(still)
            assert {side for event, pair in still.items() for side in (event, pair[0]) if side} <= sides

    # --- what must be true after every step ---------------------------------------------------------------------

    @invariant()
    def the_rows_are_what_the_scans_come_to(self) -> None:
        if getattr(self, "stirred", False):
            self.run(self.compare())
            self.stirred = False  # until the server is asked for something again

    async def compare(self) -> None:
        things = list(self.entries)
        ledger = await rows("SELECT thing_id, id, contested FROM custody_event WHERE thing_id = ANY($1)", things)
        states = {
            row[0]: row[1:]
            for row in await rows(
                "SELECT s.thing_id, s.holder_kind, s.holder_id, s.event_id, s.hlc, s.device, t.hold FROM thing_state s"
                " JOIN thing t ON t.id = s.thing_id WHERE s.thing_id = ANY($1)", things,
            )
        }  # fmt: skip
        told = await rows("SELECT thing_id, event_id, against_id, settled_event FROM dispute WHERE thing_id = ANY($1)", things)  # fmt: skip
        tasks = await rows("SELECT subject_id FROM task WHERE kind = 'dispute' AND settled_at IS NULL AND subject_id = ANY($1)", things)  # fmt: skip
        parked = await rows("SELECT id, why <> '' FROM parked WHERE id = ANY($1)", list(self.answers))
        checked = await rows("SELECT id FROM gear_check_entry WHERE thing_id = ANY($1)", things)

        assert len(ledger) == len({row[1] for row in ledger})
        open_tasks = []
        for thing, entries in self.entries.items():
            last, wanted = oracle.newest(entries), oracle.disputes(entries)
            state = (*last.holder, last.id, *last.order) if last else (*oracle.HOME, None, 0, "")
            assert {row[1] for row in ledger if row[0] == thing} == {one.id for one in entries}
            assert states[thing] == (*state, self.hold[thing])
            assert {row[1] for row in ledger if row[0] == thing and row[2]} == set(wanted)
            assert {row[1]: row[2:] for row in told if row[0] == thing} == wanted
            open_tasks += [thing] if any(settled is None for _, settled in wanted.values()) else []
        assert sorted(row[0] for row in tasks) == sorted(open_tasks), "one task a thing that is disputed"
        assert oracle.keeps_its_order([one for entries in self.entries.values() for one in entries])
        assert sorted(parked) == sorted((scan, True) for scan, one in self.answers.items() if one.outcome == "parked")
        counted = {
            scan.id for n, scan in self.sent.values() if scan.check_id and self.answers[scan.id].outcome != "parked"
        }
        assert {row[0] for row in checked} == counted


async def together(sends: list[Awaitable[Any]]) -> list[Any]:
    return await asyncio.gather(*sends)


async def play(gear: Any, *, examples: int, steps: int, **more: Any) -> None:
    """Run it against the database of this test; raises what the first broken promise raised."""

    class Bound(CustodyMachine):
        pass

    Bound.gear, Bound.loop = gear, asyncio.get_running_loop()
    how = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), **more,
    )  # fmt: skip
    await asyncio.to_thread(run_state_machine_as_test, Bound, settings=how)
