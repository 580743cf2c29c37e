"""`callboard` as a command: real processes on a data folder of the test's own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import pytest

from server import postgres

CALLBOARD = [sys.executable, "-c", "from server.cli import main; main()"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def made_once():
    """The folder of a cluster as initdb leaves it: making one takes longer than what most of these tests look at."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-test-"))
    folder.chmod(0o711)
    postgres.start(folder / "data").stop()
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def nothing(open_folder):
    """Where a data folder will be: `up` makes all of it."""
    yield open_folder / "data"
    if cluster := postgres.running(open_folder / "data"):
        cluster.stop("immediate")


@pytest.fixture
def data(open_folder, made_once):
    """A data folder with a cluster in which no database was made yet."""
    subprocess.run(["cp", "-a", made_once, open_folder / "data"], check=True)  # noqa: S607  keeps the owner
    yield open_folder / "data"
    if cluster := postgres.running(open_folder / "data"):
        cluster.stop("immediate")


def environment(data, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CALLBOARD_", "DATABASE_URL"))}
    return kept | {"PYTHONPATH": str(Path(__file__).parents[2]), "CALLBOARD_DATA": str(data)} | more


@pytest.fixture
def callboard(data):
    """Run a command against the data folder (another one: `data=`) and wait for it."""

    def run(*arguments, data=data):
        answer = subprocess.run(
            [*CALLBOARD, *arguments], check=False, capture_output=True, text=True, env=environment(data), timeout=120
        )
        sys.stderr.write(answer.stderr)  # shown with a test that fails
        return answer

    return run


class Up:
    """A running `callboard up`; `said` is what it printed until it served."""

    def __init__(self, data, *arguments, port=None):
        self.port = port or free_port()
        self.log = Path(f"{data}.log")
        call = [*CALLBOARD, "up", "--port", str(self.port), *arguments]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                call, env=environment(data), stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
            )
        alarm = threading.Timer(120, self.process.kill)
        alarm.start()
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("ready "):
                break
        alarm.cancel()
        assert "ready " in self.said, self.log.read_text()

    def get(self, path, tls=None, token=""):
        url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}{path}"
        return httpx.get(url, verify=tls or False, headers={"Authorization": f"Bearer {token}"} if token else {})

    def stop(self, number=signal.SIGINT):
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        self.process.stdout.close()
        return time.monotonic() - begun


@pytest.fixture
def up(data):
    started = []

    def start(*arguments, port=None):
        started.append(Up(data, *arguments, port=port))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.stop()
