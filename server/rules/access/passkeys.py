"""For which name a passkey is made. A browser makes none for an address such as 192.168.1.20."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec


class Party(msgspec.Struct, frozen=True):
    """WebAuthn's relying party: `id` is the name that passkeys belong to, `origin` where they may be used."""

    id: str
    origin: str


def party(public_url: str) -> Party | None:
    """None where there is an address and no name. On this machine itself it is `localhost`, whatever it was told.

    Source: WebAuthn Level 3, 5.1.2: the id is a valid domain, the origin HTTPS or localhost.
    """
    parts = urlsplit(public_url)
    host = (parts.hostname or "").lower()
    try:
        address = ip_address(host)
    except ValueError:
        return Party(host, f"{parts.scheme}://{parts.netloc}".lower()) if host else None
    if not address.is_loopback:
        return None
    port = f":{parts.port}" if parts.port else ""
    return Party("localhost", f"{parts.scheme}://localhost{port}")
