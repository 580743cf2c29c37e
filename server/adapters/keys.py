"""The installation's own key, made once, 0600: it seals codes that are shown again and keys the hashes of short ones.

Where several machines serve one database they share this file, like the VAPID keys.
"""

import functools
import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


@functools.cache
def installation_key(data: Path) -> bytes:
    """32 bytes from `data/keys/installation.key`; two processes that start at once agree on one."""
    path = data / "keys" / "installation.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_bytes(secrets.token_bytes(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # the other process was first: its key counts
        finally:
            fresh.unlink()
    key = path.read_bytes()
    if len(key) != 32:
        raise RuntimeError(f"{path} is damaged: restore it from the backup")
    return key


def code_hash(data: Path, purpose: str, code: str) -> bytes:
    """A short code's hash: without the key a copy of the database doesn't give the codes away."""
    return hmac.digest(installation_key(data), f"{purpose}:{code}".encode(), sha256)


def seal(data: Path, text: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(installation_key(data)).encrypt(nonce, text.encode(), b"callboard")


def unseal(data: Path, sealed: bytes) -> str:
    """Raises cryptography.exceptions.InvalidTag when it was sealed with another key."""
    return AESGCM(installation_key(data)).decrypt(sealed[:_NONCE], sealed[_NONCE:], b"callboard").decode()
