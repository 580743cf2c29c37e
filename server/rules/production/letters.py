"""The words of mails that let somebody in: plain text, one fact a line, a link that changes nothing when opened."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from server.rules.access.codes import spaced
from server.rules.production.clock_face import face


class Letter(msgspec.Struct, frozen=True):
    to: str
    subject: str
    text: str


class Invitation(msgspec.Struct, frozen=True):
    """What an invitation says; `expires_at` UTC, shown in the production's zone by the reader's clock."""

    to: str
    name: str
    production: str
    position: str
    office: str
    """Whom to ask: the office's number or address."""
    url: str
    code: str
    expires_at: datetime
    zone: str
    twelve: bool = False
    test: bool = False


def invitation(about: Invitation) -> Letter:
    local = about.expires_at.astimezone(ZoneInfo(about.zone))
    until = f"{local:%a %-d %b}, {face(local.hour * 60 + local.minute, twelve=about.twelve)}"
    lines = [
        f"{about.name},",
        "",
        f"your calls for {about.production} are on Callboard" + (f" ({about.position})." if about.position else "."),
        "",
        "Open this on your phone:",
        about.url,
        "",
        "Or type this code in Callboard:",
        f"    {spaced(about.code)}",
        "",
        f"Both work once, until {until}. You see your call before anything is asked of you.",
    ]
    if about.office:
        lines += [f"Questions: the production office, {about.office}."]
    if about.test:
        lines = [
            "This is a test, sent to you alone. It is what the crew will read; its link and code open nothing.",
            "",
            *lines,
        ]
    subject = f"{about.production}: your calls on your phone"
    return Letter(about.to, f"Test: {subject}" if about.test else subject, "\n".join(lines) + "\n")


def sign_in(to: str, url: str, code: str) -> Letter:
    """Ten minutes, once; the code comes first so that a locked screen shows it."""
    text = "\n".join([
        f"{code[:3]} {code[3:]} is your code for Callboard.",
        "",
        "Type it where you asked for it, or open this on the device you want to sign in:",
        url,
        "",
        "It works once, for 10 minutes. If you didn't ask for it, do nothing.",
    ])  # fmt: skip
    return Letter(to, f"{code[:3]} {code[3:]} is your Callboard code", text + "\n")
