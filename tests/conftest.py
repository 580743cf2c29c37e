"""Real PostgreSQL for every test that asks for it: one cluster a run, one database a worker."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import hypothesis
import pytest

from server import clock, db, migrate, postgres
from server.services.sheets.read import BODIES, PAGES
from tests import world as worlds
from tests.amounts import amount
from tests.world import World, build_world

hypothesis.settings.register_profile(
    "house", max_examples=amount("hypothesis examples"), deadline=None, derandomize=True, print_blob=True
)
hypothesis.settings.load_profile("house")

_HOME = "CALLBOARD_TEST_CLUSTER"  # xdist's workers inherit it from the controller


def pytest_configure(config):
    if not hasattr(config, "workerinput") and _HOME not in os.environ:
        os.environ[_HOME] = tempfile.mkdtemp(prefix="callboard-test-")
        Path(os.environ[_HOME]).chmod(0o711)


def pytest_unconfigure(config):
    if hasattr(config, "workerinput") or _HOME not in os.environ:
        return
    home = Path(os.environ.pop(_HOME))
    if cluster := postgres.running(home / "data"):
        cluster.stop("immediate")
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that PostgreSQL, which root runs as nobody, can enter: pytest takes its own back for their owner."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> postgres.Cluster:
    """The run's cluster: the first worker that needs it starts it, the others join."""
    return postgres.start(Path(os.environ[_HOME]) / "data")


@pytest.fixture(scope="session")
async def dsn(cluster, worker_id) -> AsyncIterator[str]:
    """A migrated database of this worker's own, with the process's pool open on it."""
    where = cluster.create(f"test_{worker_id}")
    await db.open_pool(where, size=12)
    await migrate.migrate()
    yield where
    await db.close_pool()


_TABLES = "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
_COUNT_ANEW = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
    " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
)


@pytest.fixture
async def committed(dsn) -> AsyncIterator[None]:
    """Real commits; every table is emptied afterwards. For two people, a worker, the feed or a kill.

    As TRUNCATE … RESTART IDENTITY does it, in a twentieth of its time: the locks wait for whoever still writes, and
    only what has rows is emptied, without asking the foreign keys.
    """
    yield
    admin = await asyncpg.connect(dsn)
    tables = [row[0] for row in await admin.fetch(_TABLES)]
    async with admin.transaction():
        await admin.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
        rows = [row[0] for row in await admin.fetch(filled)]
        await admin.execute("SET LOCAL session_replication_role = replica")
        for table in rows:
            await admin.execute(f"DELETE FROM {table}")
        await admin.fetch(_COUNT_ANEW)
    await admin.close()


@pytest.fixture
async def world(committed, tmp_path) -> AsyncIterator[World]:
    """Nia's production with its people, Theo's beside it, and a client signed in for each (tests/world.py)."""
    async with build_world(tmp_path) as built:
        yield built


@pytest.fixture
async def empty_world(committed, tmp_path) -> AsyncIterator[World]:
    """An installation in which nobody ever signed in."""
    async with worlds.empty_world(tmp_path) as built:
        yield built


@pytest.fixture(autouse=True)
def the_clock_is_right():
    clock.let_move()
    yield
    clock.reset()


@pytest.fixture(autouse=True)
def empty_shelves():
    """Tables are emptied with their numbering: a page kept by its version's id would be another test's."""
    yield
    BODIES.clear()
    PAGES.clear()


@pytest.fixture(scope="session")
def field_data() -> Path:
    """The folder of real files; without it these tests are skipped."""
    folder = os.environ.get("CALLBOARD_FIELD_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CALLBOARD_FIELD_DATA names no folder of real files: README, 'Real files'")
    return Path(folder)
