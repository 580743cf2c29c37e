"""The voice of mail: the letter of a notice, composed by the area it is about; and letters of other jobs."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from server import clock
from server.adapters import mail
from server.adapters.mail import BadAddress, Mail, Refused
from server.models.notify.tellings import ClaimedRow
from server.rules.notify.answers import NOTHING, Meaning, verdict
from server.rules.notify.ladder import Channel
from server.rules.production.letters import Letter
from server.services.messages.letter import letter as message_letter
from server.services.notify.captured import capture
from server.services.notify.speaking import Spoken
from server.services.sheets.letter import letter as sheet_letter
from server.settings import Settings

say = logging.getLogger("callboard.mail")

Compose = Callable[[Settings, ClaimedRow, datetime], Awaitable[Mail]]
COMPOSERS: dict[str, Compose] = {"sheet": sheet_letter, "message": message_letter}
"""By a notice's subject: who makes its letter. Without one it is the notice's words."""


async def send(settings: Settings, letter: Mail) -> str:
    """What the server said. Raises Refused, BadAddress; OSError to try again. Captured where no server is set."""
    if not settings.smtp_url:
        return await capture(letter, sender=settings.mail_from, now=clock.now())
    return await mail.send(letter, smtp_url=settings.smtp_url, sender=settings.mail_from)


def deliverer(settings: Settings) -> Callable[[Letter], Awaitable[bool]]:
    """For the letters of sign-in and invitation: True taken, False bounced; raises to try again."""

    async def deliver(letter: Letter) -> bool:
        try:
            await send(settings, Mail(to=letter.to, subject=letter.subject, text=letter.text))
        except (Refused, BadAddress):
            return False
        return True

    return deliver


async def plain(_: Settings, telling: ClaimedRow, __: datetime) -> Mail:
    """The notice's own words, the change first: also as the subject."""
    return Mail(to=telling.address or "", subject=telling.title, text=f"{telling.title}\n\n{telling.body}\n")


class Mailing:
    channel = Channel.MAIL
    lanes = 4
    poll = 1.0

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def speak(self, telling: ClaimedRow) -> Spoken:
        """Mail that was taken is *accepted*; a refusal for good is a bounce."""
        meaning, answer, again_at, bounced = Meaning.ACCEPTED, "", None, False
        try:
            compose = COMPOSERS.get(telling.subject, plain)
            answer = await send(self._settings, await compose(self._settings, telling, clock.now()))
        except (Refused, BadAddress) as no:
            meaning, answer, bounced = Meaning.REFUSED, str(no), True
        except Exception as broken:  # noqa: BLE001  a lane outlives what it says: also a template that breaks
            say.exception("mail of notice %s", telling.notice_id)
            found = verdict(NOTHING, retry_after="", tries=telling.tries, now=clock.now())
            meaning, again_at, answer = found.meaning, found.again_at, f"{type(broken).__name__}: {broken}"
        return Spoken(
            telling=telling, channel=self.channel, at=clock.now(), meaning=meaning, answer=answer[:200],
            again_at=again_at, bounced=bounced,
        )  # fmt: skip
