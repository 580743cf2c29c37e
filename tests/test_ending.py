"""A signal in any instant of the wait is heard: in this process, as Ctrl-C is."""

import os
import signal
import subprocess
import sys

from server.ending import Ending

HAMMERED = """
import os, signal, threading
from server.ending import Ending

ending = Ending(signal.SIGUSR1)
done = threading.Event()

def hammer():
    while not done.is_set():
        os.kill(os.getpid(), signal.SIGUSR1)

def unasked():  # each round waits anew, so that a signal meets every step of a wait
    ending._asked = False
    ending.wait(0.0001)

thread = threading.Thread(target=hammer)
thread.start()
for _ in range(20_000):
    unasked()
done.set()
thread.join()
"""


def test_signals_in_every_instant_of_a_wait_lock_nothing_up():
    subprocess.run([sys.executable, "-c", HAMMERED], check=True, timeout=60)


def test_whoever_waits_is_woken_by_the_signal():
    ending = Ending(signal.SIGUSR1)
    try:
        assert not ending.wait(0)
        os.kill(os.getpid(), signal.SIGUSR1)
        assert ending.wait(100)
        assert ending.is_asked()
        ending.ask()  # a second Ctrl-C
        assert ending.wait(100)
    finally:
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
