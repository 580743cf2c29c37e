"""A text message: its words, who may be sent one, and how the gateway's requests are signed. Pure."""

import hashlib
import hmac
import ipaddress
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import msgspec

LONGEST: Final = 160
"""Letters of one message in GSM-7 (3GPP TS 23.038); beyond that, or with other letters, it costs twice."""
OTHER_LONGEST: Final = 70
END: Final = " Reply STOP to end."
FRESH: Final = timedelta(minutes=5)
"""A signature older than this, or this far ahead, isn't believed."""
WINDOW: Final = timedelta(hours=24)
"""The caps count the messages of this long back."""

_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_PLAIN = {
    "→": "->", "–": "-", "—": "-", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "·": ".", " ": " ",
    "\u202f": " ", "\u2009": " ", "[": "(", "]": ")", "{": "(", "}": ")", "~": "-", "|": "/", "`": "'", "\\": "/",
}  # fmt: skip
STOP_WORDS: Final = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "arret", "arrêt"})


def text(title: str, body: str) -> str:
    """One message: own call first (the title says new and old time), then as many whole sentences as fit."""
    head, end = gsm(title), gsm(END)
    room = LONGEST if _fits(head) else OTHER_LONGEST
    said = _cut(head, room - len(end) - 1) + "."
    for sentence in (gsm(part) for part in body.split(" · ") if part):
        longer = f"{said} {sentence}."
        if len(longer) + len(end) > room or (room == LONGEST and not _fits(sentence)):
            break
        said = longer
    return said + end


def gsm(words: str) -> str:
    """Written with the letters of GSM-7 where it can be: signs in other words, accents left off."""
    out = []
    for letter in "".join(_PLAIN.get(one, one) for one in words):
        bare = unicodedata.normalize("NFKD", letter)[0] if letter not in _GSM else letter
        out.append(bare if bare in _GSM else letter)
    return "".join(out)


def _fits(words: str) -> bool:
    return set(words) <= _GSM


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: room - 3].rstrip() + "..."


def says_stop(words: str) -> bool:
    """Whether an answer means that no more is wanted."""
    first = words.strip().lower().split()
    return bool(first) and first[0].strip(".!,;:\"'") in STOP_WORDS


def number_of(sender: str) -> str | None:
    """A sender in E.164 as gateways write it: with +, with 00 or with neither, with or without spaces. None: a national
    number, a short code or a name, of which nobody can say whose it is.
    """
    bare = re.sub(r"[\s().\-\u2010-\u2015]", "", sender)
    found = re.fullmatch(r"(?:\+|00)?([1-9][0-9]{6,14})", bare)
    return f"+{found[1]}" if found else None


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one person on one production. Nothing is sent without it."""

    agreed_at: datetime | None = None
    stopped_at: datetime | None = None
    by_themselves: bool = False
    """It was the person who stopped it, by answer or switch: only they can take that back."""


def may_text(consent: Consent, *, switched_on: bool, today: int, most: int, of_all: int, most_of_all: int) -> bool:
    """`today`, `of_all`: what went to this person and to the whole production within the last 24 hours."""
    agreed = consent.agreed_at is not None and consent.stopped_at is None
    return switched_on and agreed and today < most and of_all < most_of_all


def signature(secret: bytes, body: bytes, *, at: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_mac(secret, seconds, body)}"


def believed(secret: bytes, body: bytes, header: str, *, now: datetime) -> bool:
    """Whether a request was signed with the secret within the last minutes. Compared in constant time."""
    parts = dict(part.strip().partition("=")[::2] for part in header.split(","))
    stamp = parts.get("t", "")
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:
        return False
    fresh = abs(now.timestamp() - int(stamp)) <= FRESH.total_seconds()
    same = hmac.compare_digest(_mac(secret, int(stamp), body).encode(), parts.get("v1", "").encode())
    return fresh and same


def _mac(secret: bytes, seconds: int, body: bytes) -> str:
    return hmac.new(secret, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def checked_gateway(url: str, private: Sequence[str]) -> str:
    """The gateway's address as it may be called: HTTPS to a public host, or a host that the operator named as his own.

    Raises ValueError, which says what is wrong with it.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises for what is no port
    except ValueError as wrong:
        raise ValueError("CALLBOARD_SMS_URL is no address") from wrong
    host = (parts.hostname or "").lower()
    if any(letter <= " " or letter in "\\\x7f" for letter in url) or not host:
        raise ValueError("CALLBOARD_SMS_URL is no address")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("CALLBOARD_SMS_URL holds no name and password: requests are signed")
    own = host in {one.lower() for one in private}
    if parts.scheme != "https" and not (own and parts.scheme == "http"):
        raise ValueError("CALLBOARD_SMS_URL must be https://, or its host be named in CALLBOARD_SMS_HOSTS")
    if not own and not _public(host):
        raise ValueError("CALLBOARD_SMS_URL leads into the own network: name its host in CALLBOARD_SMS_HOSTS")
    return url


def _public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return not host.replace(".", "").isdecimal() and not host.startswith("0x") and host != "localhost"
