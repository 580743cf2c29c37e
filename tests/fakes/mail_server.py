"""A stand-in mail server that speaks SMTP: takes letters, and bounces, greylists or hangs for chosen addresses."""

import asyncio
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Box:
    """`answers[address]`: what is said in place of taking it, or "hang"."""

    def __init__(self):
        self.letters, self.answers, self.tries = {}, {}, []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        self.tries.append(address)
        answer = self.answers.get(address)
        if answer == "hang":
            await asyncio.sleep(3_600)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        for address in envelope.rcpt_tos:
            self.letters.setdefault(address, []).append(envelope.content)
        return "250 taken"


@contextmanager
def mail_server():
    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    try:
        yield box
    finally:
        controller.stop()
