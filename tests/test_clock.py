"""The one clock: nobody moves it but the demo and tests."""

import subprocess
import sys
from datetime import timedelta

from server import clock
from server.services.demo import clock as demo_clock


def test_a_real_productions_clock_is_not_moved():
    tried = subprocess.run(
        [sys.executable, "-c", "from datetime import timedelta; from server import clock; clock.move(timedelta(hours=1))"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tried.returncode
    assert "only the demo's clock is moved" in tried.stderr


async def test_every_process_of_a_demo_follows_its_clock(committed):
    morning = clock.wall() - timedelta(hours=9)
    await demo_clock.stand_at(morning)
    clock.reset()
    assert clock.now() - morning > timedelta(hours=8)

    await demo_clock.look()

    assert abs(clock.now() - morning) < timedelta(seconds=5)
    assert clock.wall() - morning >= timedelta(hours=9)


async def test_a_clock_that_never_was_moved_is_the_real_one(committed):
    await demo_clock.look()
    assert not clock.ahead()
