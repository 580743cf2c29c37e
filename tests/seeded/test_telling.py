"""R7 to R11: what they say, checked on one evening; and for each a seeded bug that turns the check red."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from server import clock
from server.adapters.push_sender import PushSender
from server.db import tx
from server.rules.notify import answers, message
from server.rules.notify.answers import Meaning
from server.services.notify import write
from server.workers import lanes
from server.workers.main import POLL
from tests.fakes.push_service import Fault, push_service
from tests.telling import publish, rows, settings_for, subscribe, until, working

ENDS = {
    "shown", "opened", "confirmed", "reached", "superseded", "left", "bounced", "gone", "refused", "expired", "no_channel",
}  # fmt: skip


DEADLINE = 0.7
"""Seconds for which a service may hang, in place of five."""
LASTS = 600.0


@pytest.fixture(autouse=True)
def services_are_given_up_soon(monkeypatch):
    monkeypatch.setitem(PushSender.__init__.__kwdefaults__, "deadline", DEADLINE)


class Evening:
    """Omar's phone is off, Lena's rings, Björn is taken off after the release, Nia's service is broken."""

    def __init__(self, world, service):
        self.world, self.service, self.phones = world, service, {}

    async def run(self):
        for name in ("omar", "lena", "bjorn", "nia"):
            self.phones[name] = await subscribe(self.world, name, self.service.phone())
        self.phones["omar"].off = True
        for name in ("bjorn", "nia"):
            self.service.fault(Fault(hang=True), self.phones[name].endpoint)
        async with working(settings_for(self.world, self.service)):
            await publish(self.world, list(self.phones), rank=1, title="Your call 06:12")
            await until(lambda: len({token for token, *_ in self.service.posts}) == 4)
            await self._take_off("bjorn")
            await publish(self.world, ["omar", "lena", "nia"], rank=2, title="Your call 05:45", lasts=LASTS)
            await until(lambda: len(self.phones["lena"].received) == 2)
            self.service.faults.pop(self.phones["bjorn"].endpoint.rpartition("/")[2])
            await until(
                lambda: sum(self.phones["omar"].endpoint.endswith(token) for token, *_ in self.service.posts) == 2
            )
            await asyncio.sleep(DEADLINE + 0.3)  # what hangs is given up
            self.service.switch_on(self.phones["omar"])
            clock.move(timedelta(seconds=3))  # and tried again
            await asyncio.sleep(1.2)
            clock.move(timedelta(seconds=LASTS))  # the call has come
            await asyncio.sleep(POLL.total_seconds() + 0.7)

    async def _take_off(self, name):
        async with tx() as db:
            await db.execute(
                "UPDATE access_grant SET revoked_at = $1 WHERE member_id = $2",
                clock.now(), self.world.people[name].member_id,
            )  # fmt: skip


async def r7(evening):
    """Every person concerned has exactly one notice per released publish, written in the publishing transaction."""
    found = await rows("SELECT rank, array_agg(member_id ORDER BY member_id) FROM notice GROUP BY rank ORDER BY rank")
    ids = {name: person.member_id for name, person in evening.world.people.items()}
    assert found == [
        (1, sorted(ids[name] for name in ("omar", "lena", "bjorn", "nia"))),
        (2, sorted(ids[name] for name in ("omar", "lena", "nia"))),
    ]
    pending = await rows("SELECT member_id FROM notice WHERE state NOT IN ('superseded', 'left') AND rank = 1")
    assert len(pending) == 0
    with pytest.raises(ZeroDivisionError):
        async with tx(evening.world.production):
            await publish(evening.world, ["lena"], rank=3)
            _ = 1 / 0
    assert await rows("SELECT 1 FROM notice WHERE rank = 3") == []


async def r8(evening):
    """Every notice has one of the ends."""
    assert {state for (state,) in await rows("SELECT DISTINCT state FROM notice")} <= ENDS


async def r9(evening):
    """Accepted only if the service really said so."""
    said = await rows(
        "SELECT DISTINCT s.endpoint FROM telling t JOIN subscription s ON s.id = t.subscription_id WHERE t.state = 'accepted'"
    )
    assert {endpoint for (endpoint,) in said} <= evening.service.accepted


async def r10(evening):
    """A phone that was off shows the newest alone: what waited of the subject was replaced at the service."""
    assert evening.phones["omar"].titles == ["Your call 05:45"]
    assert {each["notification"]["tag"] for each in evening.phones["lena"].received} == {"sheet-12"}


async def r11(evening):
    """Nobody without a current right receives."""
    assert evening.phones["bjorn"].received == []


@asynccontextmanager
async def evening_of(world, tmp_path):
    async with push_service(tmp_path) as service:
        made = Evening(world, service)
        await made.run()
        yield made


async def test_an_evening_keeps_the_invariants_of_telling(world, tmp_path):
    async with evening_of(world, tmp_path) as evening:
        for invariant in (r7, r8, r9, r10, r11):
            await invariant(evening)


async def _nothing(*_, **__):
    return 0


def _two_at_once(monkeypatch):
    """A publish forgets to end what is pending."""
    monkeypatch.setattr(write, "supersede", _nothing)


def _never_ends(monkeypatch):
    """Nobody looks at notices whose call has come."""
    monkeypatch.setattr("server.workers.main.end_late", _nothing)


def _silence_is_a_yes(monkeypatch):
    """No answer is taken for a yes."""
    monkeypatch.setitem(answers._TABLE, answers.NOTHING, Meaning.ACCEPTED)


def _a_topic_for_each(monkeypatch):
    """Each push has a topic of its own."""
    monkeypatch.setattr(message, "topic", lambda subject, subject_id: f"{subject}-{clock.now():%H%M%S%f}")


def _rights_are_asked_once(monkeypatch):
    """The right is asked for at the release alone."""
    monkeypatch.setattr(
        lanes,
        "may_be_told",
        lambda telling, *, now: telling.state in ("queued", "accepted") and telling.expires_at > now,
    )


@pytest.mark.parametrize(
    ("invariant", "bug"),
    [
        (r7, _two_at_once), (r8, _never_ends), (r9, _silence_is_a_yes), (r10, _a_topic_for_each),
        (r11, _rights_are_asked_once),
    ],
    ids=["R7", "R8", "R9", "R10", "R11"],
)  # fmt: skip
async def test_a_seeded_bug_turns_it_red(world, tmp_path, monkeypatch, invariant, bug):
    bug(monkeypatch)
    async with evening_of(world, tmp_path) as evening:
        with pytest.raises(AssertionError):
            await invariant(evening)
