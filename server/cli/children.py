"""The processes that `callboard up` starts: looked after while it runs, gone in time when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

TOO_OFTEN = 3  # ends within FRESH seconds of its start, one after another
FRESH = 10.0


class GaveUp(RuntimeError):  # noqa: N818  errors carry no suffix
    """A process ended again and again right after its start; what it said stands in the log."""


class Child:
    """One `callboard …` process in a group of its own: the terminal's Ctrl-C reaches only who looks after it."""

    def __init__(self, name: str, arguments: Sequence[str]) -> None:
        self.name = name
        self.call = [sys.executable, "-c", "from server.cli import main; main()", *arguments]
        self.early = 0
        self._start()

    def _start(self) -> None:
        self.begun = time.monotonic()
        self.process = subprocess.Popen(self.call, start_new_session=True)

    def look_after(self) -> bool:
        """Start it again if it ended; True when it had to be. Raises GaveUp."""
        if self.process.poll() is None:
            return False
        self.early = self.early + 1 if time.monotonic() - self.begun < FRESH else 0
        if self.early >= TOO_OFTEN:
            raise GaveUp(f"`callboard {self.name}` ended {TOO_OFTEN} times right after its start.")
        self._start()
        return True

    def signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def stop(children: Sequence[Child], within: float) -> None:
    """Ask all at once, and kill what is left after `within` seconds."""
    until = time.monotonic() + within
    for child in children:
        if child.process.poll() is None:
            child.process.send_signal(signal.SIGTERM)
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, until - time.monotonic()))
        child.signal(signal.SIGKILL)
        child.process.wait()
