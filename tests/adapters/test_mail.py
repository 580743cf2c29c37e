"""Mail to a real SMTP server on loopback."""

import socket

import msgspec
import pytest
from aiosmtpd.controller import Controller

from server.adapters import mail
from server.adapters.mail import Attachment, BadAddress, Mail, Refused

SENDER = "Callboard <callboard@example.test>"
LETTER = Mail(to="omar@example.test", subject="Your call 06:12", text="North field.\n")


class Box:
    """What the server was given; `answer` in place of taking it."""

    def __init__(self):
        self.letters, self.answer = [], "250 taken"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.letters.append(envelope)
        return self.answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such mailbox"
        if address.startswith("full"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def box():
    handler = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


async def test_a_letter_is_taken_with_its_pdf(box):
    letter = msgspec.structs.replace(LETTER, attachments=[Attachment("White.pdf", b"%PDF-1.7")])
    await mail.send(letter, smtp_url=box.url, sender=SENDER)
    sent = box.letters[0]
    assert sent.rcpt_tos == ["omar@example.test"]
    assert b"Subject: Your call 06:12" in sent.content
    assert b'filename="White.pdf"' in sent.content


async def test_a_mailbox_that_is_not_there_bounces(box):
    with pytest.raises(Refused, match="no such mailbox"):
        await mail.send(Mail(to="nobody@example.test", subject="x", text="x"), smtp_url=box.url, sender=SENDER)


async def test_a_full_mailbox_may_be_tried_again(box):
    with pytest.raises(OSError, match="mailbox full"):
        await mail.send(Mail(to="full@example.test", subject="x", text="x"), smtp_url=box.url, sender=SENDER)


async def test_a_server_that_is_away_may_be_tried_again():
    with pytest.raises(OSError, match="SMTPConnectError"):
        await mail.send(LETTER, smtp_url="smtp://127.0.0.1:9", sender=SENDER)


@pytest.mark.parametrize("subject", ["x\r\nBcc: all@example.test", "x\nBcc: y", "x\x00\x1b", "x\u2028Bcc: y"])
def test_a_title_cannot_write_headers(subject):
    made = mail.letter(Mail(to="omar@example.test", subject=subject, text="x"), sender=SENDER)
    head = made.as_bytes().split(b"\r\n\r\n")[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.split(b"\r\n"))


@pytest.mark.parametrize("to", ["a@b.c\r\nBcc: x@y.z", "a@b.c, x@y.z", "<a@b.c>", "a b@c.d", "", "a@b@c", "a"])
def test_an_address_that_is_none_is_refused(to):
    with pytest.raises(BadAddress):
        mail.letter(Mail(to=to, subject="x", text="x"), sender=SENDER)
