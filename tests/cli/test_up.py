"""`callboard up` as whoever runs a shoot meets it: real processes, a real database, Ctrl-C."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
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


@pytest.fixture
def data(tmp_path):
    for place in (tmp_path, *tmp_path.parents):
        if os.geteuid() == 0 and place.stat().st_uid == 0 and len(place.parts) > 2:
            place.chmod(place.stat().st_mode | 0o001)
    yield tmp_path / "data"
    if cluster := postgres.running(tmp_path / "data"):
        cluster.stop("immediate")


def environment(data, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CALLBOARD_", "DATABASE_URL"))}
    return kept | {"PYTHONPATH": str(Path(__file__).parents[2]), "CALLBOARD_DATA": str(data)} | more


def callboard(data, *arguments, **more):
    return subprocess.run(
        [*CALLBOARD, *arguments], check=False, capture_output=True, text=True, env=environment(data), timeout=60, **more
    )


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
        alarm = threading.Timer(60, self.process.kill)
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


def test_one_command_serves_and_lets_the_first_coordinator_in(up, data):
    here = up()
    assert f"ready http://localhost:{here.port}\n" in here.said
    assert re.search(r"sign-in#first=[\w-]{43}\n.*with the code \w{4} \w{4}\n", here.said)
    assert here.get("/ready").json() == {"ready": True}
    assert here.get("/api/me").status_code == 401
    # other commands reach it by the same --data
    invited = json.loads(callboard(data, "invite", "Nia@Example.org", "--json").stdout)
    assert invited["link"].startswith(f"http://localhost:{here.port}/sign-in#link=")
    token = callboard(data, "token", "nia@example.org").stdout.strip()
    assert here.get("/api/me", token=token).json()["name"] == "Nia"
    assert callboard(data, "token", "nia@example.org", "--revoke").stdout == "1 revoked\n"
    assert here.get("/api/me", token=token).status_code == 401
    assert token not in here.log.read_text()


def test_ctrl_c_stops_everything_within_five_seconds_with_a_request_open(up, data):
    here = up()
    with socket.create_connection(("127.0.0.1", here.port)) as open_request:
        open_request.sendall(b"POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        assert here.stop() < 5
    assert here.process.returncode == 0
    assert postgres.running(data) is None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", here.port))


def test_started_again_it_serves_what_was_there(up, data):
    up().stop()
    callboard(data, "invite", "nia@example.org")
    assert "first coordinator" not in up().said


def test_a_second_one_on_the_same_data_and_a_port_in_use_are_refused(up, data, tmp_path):
    here = up()
    assert "runs already with --data" in callboard(data, "up").stderr
    assert f"port {here.port} can't be listened on" in callboard(tmp_path / "x", "up", "--port", str(here.port)).stderr


def test_killed_outright_it_leaves_nothing_that_stands_in_the_way(up, data):
    here = up()
    here.stop(signal.SIGKILL)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", here.port)).close()
            time.sleep(0.1)
        except ConnectionRefusedError:
            break
    assert up(port=here.port).get("/ready").status_code == 200


def test_beyond_this_machine_it_speaks_https_that_our_root_vouches_for(up, data):
    here = up("--host", "0.0.0.0")
    assert re.search(r"ready https://[\d.]+:\d+", here.said)
    assert "/trust on it" in here.said
    trusted = ssl.create_default_context(cafile=data / "tls" / "root.pem")
    assert "callboard.crt" in here.get("/trust", tls=trusted).text


def test_over_plain_http_beyond_this_machine_it_says_that_nobody_is_signed_in(up):
    here = up("--host", "0.0.0.0", "--public-url", "http://192.168.1.20:8450")
    assert "nobody is signed in" in here.said
    assert "sign-in#" not in here.said


def test_flags_that_contradict_each_other_are_refused_in_words(data):
    assert "needs --public-url" in callboard(data, "up", "--host", "0.0.0.0", "--trusted-proxies", "10.0.0.1").stderr


def test_migrate_brings_a_new_database_to_this_release_once(data):
    assert callboard(data, "migrate").stdout.startswith("0001_access\n")
    assert callboard(data, "migrate").stdout == ""


def test_serve_without_a_database_says_which_is_missing(data):
    assert "DATABASE_URL is missing" in callboard(data, "serve").stderr
