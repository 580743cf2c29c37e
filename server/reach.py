"""How phones reach this installation: under which origin, with whose certificate, and what can't work that way.

Over plain HTTP beyond this machine a browser stores no session cookie and offers no service worker and no camera, so
nobody is signed in there.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

PLAIN = (
    "Over plain HTTP nobody is signed in: a phone would keep no session and no offline copy, without camera or push. "
    "Leave --public-url out for HTTPS with a certificate of our own, or put a proxy with HTTPS in front "
    "(--trusted-proxies)."
)
MUST_TRUST = "Each phone must trust our certificate once: open {url}/trust on it and follow the steps."


class Reach(msgspec.Struct, frozen=True):
    """`tls`: the server itself speaks HTTPS. `says`: what whoever starts it has to know."""

    public_url: str
    tls: bool
    signs_in: bool
    says: tuple[str, ...] = ()


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def signs_in(public_url: str) -> bool:
    """Whether a browser would keep a session under this origin."""
    parts = urlsplit(public_url)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")


def reach(*, host: str, port: int, public_url: str, proxies: tuple[str, ...], address: str) -> Reach:
    """What follows from the flags of `callboard up`.

    `public_url` is empty when it wasn't told; `address` is this machine's own in its network. Raises ValueError with
    what to change.
    """
    if public_url:
        public_url = public_url.rstrip("/")
        parts = urlsplit(public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise ValueError(f"--public-url {public_url}: an origin is wanted, such as https://callboard.example.org")
    if not public_url and is_loopback(host):
        return Reach(f"http://localhost:{port}", tls=False, signs_in=True)
    if not public_url and proxies:
        raise ValueError("--trusted-proxies needs --public-url: the origin that the proxy serves")
    public_url = public_url or f"https://{_bracketed(address if host in ('0.0.0.0', '::') else host)}:{port}"  # noqa: S104
    if not signs_in(public_url):
        return Reach(public_url, tls=False, signs_in=False, says=(PLAIN,))
    ours = urlsplit(public_url).scheme == "https" and not proxies and not is_loopback(host)
    return Reach(public_url, tls=ours, signs_in=True, says=(MUST_TRUST.format(url=public_url),) if ours else ())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
