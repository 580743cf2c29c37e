import os
from pathlib import Path

import pytest

from server import settings


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for name in [name for name in os.environ if name.startswith("CALLBOARD_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_what_is_handed_down_is_what_the_next_process_loads(monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    told = settings.load(
        data=Path("/srv/shoot"),
        trusted_proxies=("10.0.0.1", "10.0.0.2"),
        demo=True,
        pool_size=4,
        public_url="https://x.org",
    )
    settings.hand_down(told)
    assert settings.load() == told


def test_the_usual_names_are_read_too(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/callboard")
    monkeypatch.setenv("PGBIN", "/opt/pg/bin")
    assert settings.load().database_url == "postgresql://db/callboard"
    assert settings.load().pgbin == Path("/opt/pg/bin")


def test_a_variable_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("CALLBOARD_POOL_SIZE", "many")
    with pytest.raises(ValueError, match="CALLBOARD_POOL_SIZE='many'"):
        settings.load()
