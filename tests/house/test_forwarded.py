import pytest

from server.edge.forwarded import Forwarded

PROXIES = ("10.0.0.1", "10.0.0.2")


async def seen(peer, **headers):
    """What the app behind it takes for the caller and the scheme."""
    met = {}

    async def app(scope, receive, send):
        met.update(scope)

    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "client": (peer, 4711), "scheme": "http", "headers": told}
    await Forwarded(app, trusted=PROXIES)(scope, None, None)
    return met["client"][0], met["scheme"]


async def test_a_trusted_proxy_says_who_calls_and_by_what():
    assert await seen("10.0.0.1", x_forwarded_for="198.51.100.7", x_forwarded_proto="https") == (
        "198.51.100.7",
        "https",
    )


async def test_nobody_else_is_believed():
    told = {"x_forwarded_for": "198.51.100.7", "x_forwarded_proto": "https"}
    assert await seen("203.0.113.9", **told) == ("203.0.113.9", "http")


async def test_what_the_caller_wrote_before_the_proxies_is_not_believed():
    assert (await seen("10.0.0.1", x_forwarded_for="192.0.2.66, 198.51.100.7, 10.0.0.2"))[0] == "198.51.100.7"


@pytest.mark.parametrize("proto", ["", "gopher", "https, ftp"])
async def test_a_scheme_that_is_none_changes_nothing(proto):
    assert await seen("10.0.0.1", x_forwarded_proto=proto) == ("10.0.0.1", "http")
