"""`callboard up` as whoever runs a shoot meets it: real processes, a real database, Ctrl-C."""

import contextlib
import json
import re
import signal
import socket
import ssl
import subprocess
import sys
import time

import httpx
import pytest

from server import postgres
from tests.cli.conftest import CALLBOARD, Up, environment, free_port

pytestmark = pytest.mark.timeout(300)  # whole processes, on a machine that does other things too


def test_from_nothing_one_command_serves_and_lets_the_first_coordinator_in(nothing, callboard):
    here = Up(nothing)
    try:
        _lets_in(here, lambda *arguments: callboard(*arguments, data=nothing))
    finally:
        here.stop()


def _lets_in(here, callboard):
    assert f"ready http://localhost:{here.port}\n" in here.said
    assert re.search(r"sign-in#first=[\w-]{43}\n.*with the code \w{4} \w{4}\n", here.said)
    assert here.get("/ready").json() == {"ready": True}
    assert here.get("/api/me").status_code == 401
    until = time.monotonic() + 20
    while here.get("/health").status_code != 200 and time.monotonic() < until:
        time.sleep(0.2)
    assert here.get("/health").json() == {"ok": True, "ill": [], "late": 0.0}
    # other commands reach it by the same --data
    invited = json.loads(callboard("invite", "Nia@Example.org", "--json").stdout)
    assert invited["link"].startswith(f"http://localhost:{here.port}/sign-in#link=")
    token = callboard("token", "nia@example.org").stdout.strip()
    assert here.get("/api/me", token=token).json()["name"] == "Nia"
    assert callboard("token", "nia@example.org", "--revoke").stdout == "1 revoked\n"
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


class Busy:
    """Two processes that never rest, as on a laptop that renders."""

    def __enter__(self):
        self.spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]

    def __exit__(self, *_):
        for each in self.spinning:
            each.kill()
            each.wait()


def begins_to_make(data):
    """The schema stands, so the demo is what it makes now."""
    try:
        return postgres.running(data).query("SELECT name FROM migration", "callboard") != ""
    except (AttributeError, subprocess.CalledProcessError):
        time.sleep(0.1)
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_as_fast_with_boards_looking_on_and_an_upload_half_sent(up, data, callboard, number):
    here = up()
    callboard("invite", "nia@example.org")
    signed_in = {"Authorization": f"Bearer {callboard('token', 'nia@example.org').stdout.strip()}"}
    with contextlib.ExitStack() as open_ones:
        nia = open_ones.enter_context(
            httpx.Client(base_url=f"http://127.0.0.1:{here.port}", headers=signed_in, timeout=20)
        )
        made = nia.post("/api/productions", json={"name": "Harbour", "zone": "Europe/London"})
        board = f"/api/productions/{made.json()['id']}/live"
        for _ in range(6):
            feed = open_ones.enter_context(nia.stream("GET", board))
            assert feed.status_code == 200
            assert next(feed.iter_text()).startswith("retry")
        upload = open_ones.enter_context(socket.create_connection(("127.0.0.1", here.port)))
        upload.sendall(
            b"POST /api/productions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Authorization: " + signed_in["Authorization"].encode() + b"\r\nContent-Length: 100\r\n\r\n{"
        )
        open_ones.enter_context(Busy())
        assert here.stop(number) < 5
    assert here.process.returncode == 0
    assert postgres.running(data) is None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", here.port))


def test_stopped_while_the_demo_is_made_it_ends_at_once_and_makes_all_of_it_the_next_time(up, data):
    making = subprocess.Popen([*CALLBOARD, "up", "--demo", "--port", str(free_port())], env=environment(data))
    until = time.monotonic() + 60
    while not begins_to_make(data):
        assert time.monotonic() < until
    begun = time.monotonic()
    making.send_signal(signal.SIGINT)
    assert making.wait(20) == 0
    assert time.monotonic() - begun < 5
    assert postgres.running(data) is None
    assert "Priya Raman" in up("--demo").said


def test_started_again_it_serves_what_was_there(up, data, callboard):
    up().stop()
    callboard("invite", "nia@example.org")
    assert "first coordinator" not in up().said


@pytest.mark.parametrize(("megabytes", "to_a_stranger"), [(12, 401), (30, 413)])
def test_an_upload_that_is_too_large_is_answered_and_not_broken_off(up, callboard, megabytes, to_a_stranger):
    here = up()
    callboard("invite", "nia@example.org")
    token = callboard("token", "nia@example.org").stdout.strip()
    url = f"http://127.0.0.1:{here.port}/api/imports?dry_run=true"
    file = {"files": ("list.csv", b"Name,Department\n" * (megabytes * 65_536))}
    answer = httpx.post(url, files=file, headers={"Authorization": f"Bearer {token}"}, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert httpx.post(url, files=file, timeout=60).status_code == to_a_stranger


def test_a_second_one_on_the_same_data_and_a_port_in_use_are_refused(up, data, tmp_path, callboard):
    here = up()
    assert "runs already with --data" in callboard("up").stderr
    assert (
        f"port {here.port} can't be listened on"
        in callboard("up", "--port", str(here.port), data=tmp_path / "x").stderr
    )


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


def test_flags_that_contradict_each_other_are_refused_in_words(data, callboard):
    assert "needs --public-url" in callboard("up", "--host", "0.0.0.0", "--trusted-proxies", "10.0.0.1").stderr


def test_migrate_brings_a_new_database_to_this_release_once(data, callboard):
    assert callboard("migrate").stdout.startswith("0001_access\n")
    assert callboard("migrate").stdout == ""


def test_serve_without_a_database_says_which_is_missing(data, callboard):
    assert "DATABASE_URL is missing" in callboard("serve").stderr
