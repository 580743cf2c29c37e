"""The way back, rehearsed: back up while it runs, lose everything, restore elsewhere, and find all of it."""

import json
import shutil
import time

import pytest

from server import postgres

pytestmark = pytest.mark.timeout(300)  # whole processes, on a machine that does other things too


def rows(data):
    """Every row of every table, as text."""
    cluster = postgres.start(data)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    names = cluster.query(tables, "callboard").split()
    found = {name: sorted(cluster.query(f'SELECT t::text FROM "{name}" t', "callboard").split("\n")) for name in names}
    cluster.stop()
    return found


def test_backed_up_while_running_lost_and_restored_it_is_all_there(up, data, callboard, tmp_path):
    here = up()
    callboard("invite", "nia@example.org")
    token = callboard("token", "nia@example.org").stdout.strip()
    (data / "files").mkdir()
    (data / "files" / "sides.pdf").write_bytes(b"%PDF")
    until = time.monotonic() + 20
    while not here.get("/health").json()["ok"]:
        assert time.monotonic() < until
        time.sleep(0.2)
    answer = callboard("backup", str(tmp_path / "backups"))
    assert here.process.poll() is None
    place = answer.stdout.strip()
    here.stop()
    before, key = rows(data) | {"heartbeat": [""]}, (data / "keys" / "installation.key").read_bytes()
    assert "nia@example.org" in str(before["account"])

    shutil.rmtree(data)
    assert "Restored what was there" in callboard("restore", place).stdout
    assert rows(data) == before
    assert (data / "keys" / "installation.key").read_bytes() == key
    assert (data / "files" / "sides.pdf").read_bytes() == b"%PDF"
    # a worker that beat before the backup doesn't look alive after it
    found = {each["what"]: each for each in json.loads(callboard("doctor", "--json").stdout)}
    assert "callboard worker" in found["worker"]["mend"]
    # who was signed in still is
    assert up().get("/api/me", token=token).json()["name"] == "Nia"


def test_what_can_not_be_restored_is_refused_before_anything_is_touched(up, data, callboard, tmp_path):
    here = up()
    place = tmp_path / callboard("backup", str(tmp_path / "backups")).stdout.strip()
    here.stop()
    kept = data.with_name("kept")
    (kept / "keys").mkdir(parents=True)
    assert "has keys already" in callboard("restore", str(place), data=kept).stderr
    assert [each.name for each in kept.iterdir()] == ["keys"]

    for name in ("keys", "tls"):
        shutil.rmtree(data / name, ignore_errors=True)
    assert "isn't empty" in callboard("restore", str(place)).stderr

    shutil.rmtree(data)
    dump, manifest = place / "database.dump", place / "manifest.json"
    whole, told = dump.read_bytes(), json.loads(manifest.read_text())
    dump.write_bytes(whole[:-1] + b"x")
    assert "database.dump is missing or damaged" in callboard("restore", str(place)).stderr
    dump.write_bytes(whole)
    manifest.write_text(json.dumps(told | {"steps": [*told["steps"], "9999_later"]}))
    assert "later release (9999_later)" in callboard("restore", str(place)).stderr
    assert not (data / "postgres").exists()


def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(up, callboard):
    up()
    answer = callboard("doctor", "--json")
    found = {each["what"]: each for each in json.loads(answer.stdout)}
    assert answer.returncode == 1
    assert "no phone" in found["public URL"]["said"]
    assert "CALLBOARD_CONTACT" in found["contact"]["mend"]
    assert found["clock"]["mend"] == ""


def test_a_production_is_written_out_without_what_opens_doors(up, data, callboard, tmp_path):
    up()
    callboard("invite", "nia@example.org")
    cluster = postgres.start(data)
    cluster.query(
        "WITH p AS (INSERT INTO production (name, zone) VALUES ('=Harbour', 'Europe/London') RETURNING id)"
        " INSERT INTO unit (production_id, name) SELECT id, 'Main' FROM p",
        "callboard",
    )
    out = ("--output", str(tmp_path / "out"))
    answer = callboard("export", "--production", "1", *out)
    assert "3 files" in answer.stdout or "2 files" in answer.stdout
    assert "'=Harbour" in (tmp_path / "out" / "production.csv").read_text()
    assert "Main" in (tmp_path / "out" / "unit.csv").read_text()
    assert "no production 9" in callboard("export", "--production", "9", *out, "--overwrite").stderr
    assert "there already" in callboard("export", "--production", "1", *out).stderr
    assert callboard("export", "--production", "=harbour", *out, "--overwrite").returncode == 0
