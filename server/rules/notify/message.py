"""What a phone is sent: Declarative Web Push, with our own data beside it that the app's worker reads."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any

import msgspec

LONGEST = 3_993
"""Bytes of plain text that fit into a push of 4,096 (RFC 8291)."""
_LESS = ("places", "hazards", "change", "calls")
"""Left out of the day, in this order, until it fits; the phone fetches them. Its words always stay whole."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One notice for one phone. `day`: the person's whole new call as JSON, or empty."""

    notice_id: int
    account_id: int
    subject: str
    subject_id: int
    rings: bool
    must_confirm: bool
    title: str
    body: str
    day: bytes
    token: str
    sent_at: datetime


def tag(subject: str, subject_id: int) -> str:
    """The notification's tag: a newer notice of a subject takes the place of the older one."""
    return f"{subject}-{subject_id}"


def topic(subject: str, subject_id: int) -> str:
    """Topic of RFC 8030, at most 32 of its letters: what still waits at the service is replaced, not added to."""
    return urlsafe_b64encode(hashlib.sha256(tag(subject, subject_id).encode()).digest()[:18]).decode()


def token(key: bytes, notice_id: int, created_at: datetime) -> str:
    """The one-purpose token: proves or confirms this notice and nothing else, also without a session.

    Worked out, not stored: a telling that is sent again after a crash carries the same one.
    """
    text = f"notice:{notice_id}:{created_at.timestamp():.6f}".encode()
    return urlsafe_b64encode(hmac.digest(key, text, "sha256")).rstrip(b"=").decode()


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def encoded(said: Said) -> bytes:
    """The push as JSON, at most 3,993 bytes."""
    day: dict[str, Any] | None = msgspec.json.decode(said.day) if said.day else None
    out = _json(said, day or None)
    for part in _LESS:
        if len(out) <= LONGEST or not day:
            break
        day.pop(part, None)
        out = _json(said, day)
    if len(out) > LONGEST:
        out = _json(said, None)
    if len(out) > LONGEST:  # words beyond any notice of ours
        short = msgspec.structs.replace(said, title=said.title[:120], body=said.body[:400])
        out = _json(short, None)
    return out


def _json(said: Said, day: dict[str, Any] | None) -> bytes:
    notification: dict[str, Any] = {
        "title": said.title, "body": said.body, "navigate": _page(said.subject, said.subject_id),
        "tag": tag(said.subject, said.subject_id),
    }  # fmt: skip
    if not said.rings:
        notification["silent"] = True
    ours: dict[str, Any] = {
        "v": 1, "account": said.account_id, "subject": said.subject, "notice": said.notice_id, "rings": said.rings,
        "must_confirm": said.must_confirm, "token": said.token, "sent_at": said.sent_at,
    }  # fmt: skip
    if day:
        ours["day"] = day
    return msgspec.json.encode({"web_push": 8030, "mutable": True, "notification": notification, "callboard": ours})


def _page(subject: str, subject_id: int) -> str:
    if subject == "message":
        return f"/messages/{subject_id}"
    return {"sheet": "/changes", "gear": "/gear", "test": "/me", "ring": "/ring", "heads": "/heads"}.get(subject, "/")
