import pytest

from server import db
from server.postgres import Unavailable


@pytest.fixture
def forgetful(dsn, cluster, worker_id, monkeypatch):
    """A database of somebody else's that answers before it has written; this process's pool comes back afterwards."""
    name = f"forgetful_{worker_id}"
    where = cluster.create(name)
    cluster.query(f"ALTER DATABASE {name} SET synchronous_commit = off")
    monkeypatch.setattr(db.ENGINE, "pool", None)
    monkeypatch.setattr(db.ENGINE, "config", {})
    return where


async def test_a_database_that_may_lose_an_acknowledged_scan_is_not_used(forgetful):
    with pytest.raises(Unavailable, match="synchronous_commit off, so it may lose scans"):
        await db.open_pool(forgetful)
    assert db.ENGINE.pool is None
