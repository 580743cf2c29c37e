"""The least that a push can cost: one header a service, parsed keys, HKDF by hmac, one aiohttp session."""

import asyncio
import hmac
import os
import struct
from base64 import urlsafe_b64decode

import aiohttp
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.adapters.push_sender import Push

_CURVE, _ECDH = ec.SECP256R1(), ec.ECDH()
_FORM = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")


class Receiver:
    def __init__(self, push: Push) -> None:
        self.raw, self.auth = (urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in (push.p256dh, push.auth))
        self.point = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, self.raw)


def sealed(data: bytes, to: Receiver) -> bytes:
    key = ec.generate_private_key(_CURVE)
    own = key.public_key().public_bytes(*_FORM)
    first = _hmac(_hmac(to.auth, key.exchange(_ECDH, to.point)), b"WebPush: info\x00" + to.raw + own + b"\x01")
    salt = os.urandom(16)
    second = _hmac(salt, first)
    cipher = AESGCM(_hmac(second, b"Content-Encoding: aes128gcm\x00\x01")[:16])
    nonce = _hmac(second, b"Content-Encoding: nonce\x00\x01")[:12]
    return salt + struct.pack("!IB", 4096, 65) + own + cipher.encrypt(nonce, data + b"\x02", None)


async def send_all(pushes: list[Push], receivers: list[Receiver], address: str, header: str) -> None:
    """All of them over 32 connections."""
    waiting = list(zip(pushes, receivers, strict=True))
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=32), timeout=aiohttp.ClientTimeout(total=5)
    ) as session:

        async def lane() -> None:
            while waiting:
                push, receiver = waiting.pop()
                headers = {
                    "Authorization": header, "Content-Encoding": "aes128gcm", "TTL": str(push.ttl),
                    "Content-Type": "application/octet-stream", "Urgency": "high", "Topic": push.topic,
                }  # fmt: skip
                async with session.post(address, data=sealed(push.data, receiver), headers=headers) as answer:
                    await answer.read()

        await asyncio.gather(*(lane() for _ in range(32)))
