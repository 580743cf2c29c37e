"""The installation's VAPID keys (RFC 8292), made once, 0600; its headers, signed once per push service and 11 hours."""

import os
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from py_vapid import Vapid02

_LIFE = timedelta(hours=12)  # services refuse more than 24 h
_SPARE = timedelta(hours=1)


class VapidKeys:
    """`public`: what a phone subscribes with, base64url. `header(origin)`: the Authorization of a push."""

    def __init__(self, vapid: Vapid02, contact: str) -> None:
        self._vapid = vapid
        self._contact = contact if ":" in contact else f"mailto:{contact}"
        raw = vapid.public_key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )  # fmt: skip
        self.public = urlsafe_b64encode(raw).rstrip(b"=").decode()
        self._signed: dict[str, tuple[datetime, str]] = {}

    def header(self, origin: str, *, now: datetime) -> str:
        """Signed for `origin` (`https://host`), good for at least another hour."""
        held = self._signed.get(origin)
        if held is None or held[0] - now < _SPARE:
            until = now + _LIFE
            # py_vapid writes into the claims it is given
            claims = {"aud": origin, "exp": int(until.timestamp()), "sub": self._contact}
            held = (until, str(self._vapid.sign(claims)["Authorization"]))
            self._signed[origin] = held
        return held[1]

    def forget(self, origin: str) -> None:
        """The service doubts our header: sign a new one next time."""
        self._signed.pop(origin, None)


def vapid_keys(data: Path, contact: str) -> VapidKeys:
    """The keys in `data/keys/vapid.pem`; two processes that start at once agree on one.

    Where they are lost every phone must subscribe again: they belong into each backup.
    """
    path = data / "keys" / "vapid.pem"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    return VapidKeys(Vapid02.from_pem(path.read_bytes()), contact or "mailto:callboard@localhost")


def _make(path: Path) -> None:
    made = Vapid02()
    made.generate_keys()
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(made.private_pem())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # the other process was first: its keys count
    finally:
        fresh.unlink()
