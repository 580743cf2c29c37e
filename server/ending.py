"""The wish to end: a signal sets it, and whoever has to stop waits for it."""

import os
import select
import signal
from contextlib import suppress


class Ending:
    """Asked for by any of `signals`, or by `ask`; once asked it stays so.

    Not a `threading.Event`: its lock isn't reentrant, and a handler runs in the main thread between two steps of the
    very wait that holds it. Now and then Ctrl-C stopped nothing, for ever.
    """

    def __init__(self, *signals: int) -> None:
        self._asked = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        for number in signals:
            signal.signal(number, lambda *_: self.ask())

    def ask(self) -> None:
        """Safe in a signal handler, any number of times."""
        self._asked = True
        with suppress(BlockingIOError):  # full: whoever waits is woken already
            os.write(self._write, b".")

    def is_asked(self) -> bool:
        """Whether it has been asked for."""
        return self._asked

    def wait(self, seconds: float) -> bool:
        """Wait that long at most; True as soon as it is asked for."""
        if not self._asked:
            select.select([self._read], [], [], seconds)
        return self._asked
