"""What the doctor makes of what it measured: pure, each finding with how to mend it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from server.reach import is_loopback, signs_in
from server.rules.upkeep.pulse import Ill

ENOUGH_SPACE = 2 * 1024**3
"""Bytes: PostgreSQL stops when its disk is full."""
CLOCK = timedelta(seconds=5)
CERTIFICATE = timedelta(days=14)


class Measured(msgspec.Struct, frozen=True):
    """`free` in bytes; `clock_off`: this machine's clock minus the database's; `smtp`: what the mail server said, empty
    when it is well, None when none is set; `certificate_ends`: of our own certificate, if one is used.
    """

    public_url: str
    contact: str
    smtp: str | None
    free: int
    clock_off: timedelta
    certificate_ends: datetime | None
    behind_proxy: bool
    late: float
    ill: frozenset[Ill]


class Finding(msgspec.Struct, frozen=True):
    """`mend` is empty when all is well."""

    what: str
    said: str
    mend: str = ""


def findings(seen: Measured, *, now: datetime) -> list[Finding]:
    return [_public_url(seen), _tls(seen, now), _contact(seen), _mail(seen), _clock(seen), _space(seen), *_pulse(seen)]


def _public_url(seen: Measured) -> Finding:
    host = urlsplit(seen.public_url).hostname or ""
    if not signs_in(seen.public_url):
        return Finding("public URL", f"{seen.public_url}: nobody is signed in over plain HTTP", "Serve it over HTTPS.")
    if is_loopback(host):
        mend = "Start it with --host 0.0.0.0, or with --public-url behind a proxy."
        return Finding("public URL", f"{seen.public_url}: only this machine reaches it, no phone", mend)
    return Finding("public URL", seen.public_url)


def _tls(seen: Measured, now: datetime) -> Finding:
    if seen.certificate_ends is None or seen.behind_proxy:
        return Finding("TLS", "by the proxy" if seen.behind_proxy else "not used on this machine alone")
    left = seen.certificate_ends - now
    said = f"our own certificate, good for {left.days} days"
    return Finding("TLS", said, "Restart `callboard up`: it renews it." if left < CERTIFICATE else "")


def _contact(seen: Measured) -> Finding:
    if seen.contact and "@" in seen.contact and not seen.contact.endswith("localhost"):
        return Finding("contact", seen.contact)
    mend = "Set CALLBOARD_CONTACT to a mailbox that is read: Apple refuses pushes without one."
    return Finding("contact", seen.contact or "none", mend)


def _mail(seen: Measured) -> Finding:
    if seen.smtp is None:
        return Finding("mail", "captured: nobody is really mailed", "Set CALLBOARD_SMTP_URL and CALLBOARD_MAIL_FROM.")
    return Finding("mail", seen.smtp or "the mail server answers", "Check CALLBOARD_SMTP_URL." if seen.smtp else "")


def _clock(seen: Measured) -> Finding:
    off = seen.clock_off.total_seconds()
    mend = "Let NTP set both clocks: times of calls and scans hang on them." if abs(seen.clock_off) > CLOCK else ""
    return Finding("clock", f"{off:+.1f} s against the database's", mend)


def _space(seen: Measured) -> Finding:
    mend = "Make room: PostgreSQL stops when the disk is full." if seen.free < ENOUGH_SPACE else ""
    return Finding("free space", f"{seen.free / 1024**3:.1f} GiB", mend)


def _pulse(seen: Measured) -> list[Finding]:
    late = Ill.NOTICES_LATE in seen.ill
    silent = Ill.NO_WORKER in seen.ill
    return [
        Finding(
            "oldest due notice",
            f"{seen.late:.0f} s late",
            "Phones don't ring: look at the worker's log." if late else "",
        ),
        Finding(
            "worker",
            "none lives" if silent else "lives",
            "Start `callboard up` or `callboard worker`." if silent else "",
        ),
    ]
