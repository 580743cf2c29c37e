"""Mail by SMTP, or captured where none is set. A header that could be split is refused, never repaired."""

import re
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

DEADLINE = 20.0
"""Seconds a whole letter may take."""


class Attachment(msgspec.Struct, frozen=True):
    name: str
    content: bytes
    kind: str = "application/pdf"


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """Plain text. `to` is one bare address, the words of a person never reach a header but the subject."""

    to: str
    subject: str
    text: str
    attachments: Sequence[Attachment] = ()
    reply_to: str = ""
    headers: dict[str, str] = {}


_BARE = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[^\s@<>(),;:\"\[\]\\]+")


class BadAddress(ValueError):  # noqa: N818  errors carry no suffix (style)
    """No address that mail can be sent to."""


class Refused(Exception):  # noqa: N818  errors carry no suffix (style)
    """The server refused this address or letter for good (5xx): a bounce."""


def letter(mail: Mail, *, sender: str) -> EmailMessage:
    """The letter as it is sent. Raises BadAddress."""
    out = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    out["From"] = Address(name, addr_spec=_checked(address))
    out["To"] = Address(addr_spec=_checked(mail.to))
    out["Subject"] = one_line(mail.subject)
    if mail.reply_to:
        out["Reply-To"] = Address(addr_spec=_checked(mail.reply_to))
    out["Message-ID"] = make_msgid(domain=address.rpartition("@")[2] or "localhost")
    out["Auto-Submitted"] = "auto-generated"
    for key, value in mail.headers.items():
        out[key] = one_line(value)
    out.set_content(mail.text)
    for each in mail.attachments:
        main, _, sub = each.kind.partition("/")
        out.add_attachment(each.content, maintype=main, subtype=sub, filename=one_line(each.name))
    return out


def one_line(text: str) -> str:
    """Without line breaks and other controls: a production's title may hold anything."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:240]


def _checked(address: str) -> str:
    if not _BARE.fullmatch(address) or not address.isprintable():
        raise BadAddress("this isn't an address")
    try:
        Address(addr_spec=address)
    except (ValueError, IndexError) as wrong:
        raise BadAddress(str(wrong)) from wrong
    return address


async def send(mail: Mail, *, smtp_url: str, sender: str) -> str:
    """What the mail server said when it took the letter. Raises Refused (a bounce), BadAddress; OSError to try again.

    `smtp_url`: smtp://user:password@host:587 (STARTTLS where offered) or smtps://…:465.
    """
    where = urlsplit(smtp_url)
    message = letter(mail, sender=sender)
    try:
        async with aiosmtplib.SMTP(
            hostname=where.hostname or "localhost",
            port=where.port or (465 if where.scheme == "smtps" else 587),
            username=unquote(where.username) if where.username else None,
            password=unquote(where.password) if where.password else None,
            use_tls=where.scheme == "smtps",
            tls_context=ssl.create_default_context(),
            timeout=DEADLINE,
        ) as server:
            _, said = await server.send_message(message)
    except aiosmtplib.SMTPRecipientsRefused as no:
        first = no.recipients[0]
        raise _again_or_never(first.code, first.message) from no
    except aiosmtplib.SMTPResponseException as no:
        raise _again_or_never(no.code, no.message) from no
    except aiosmtplib.SMTPException as broken:
        raise OSError(f"{type(broken).__name__}: {broken}"[:200]) from broken
    return str(said)[:200]


def _again_or_never(code: int, said: str) -> Exception:
    # 530-535: the server wants a sign-in of ours; the address is not to blame
    never = 500 <= code < 600 and not 530 <= code <= 538
    return Refused(f"{code} {said}"[:200]) if never else OSError(f"{code} {said}"[:200])
