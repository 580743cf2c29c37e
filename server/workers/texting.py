"""The voice of text messages: own call first, signed to the operator's gateway; consent is asked for once more."""

import logging
from datetime import datetime

from server import clock
from server.adapters.sms_gateway import SmsGateway, Text
from server.models.notify.tellings import ClaimedRow
from server.rules.notify import sms
from server.rules.notify.answers import Meaning, gateway_verdict
from server.rules.notify.ladder import Channel
from server.services.notify.speaking import Spoken
from server.services.notify.texts import still_wanted
from server.settings import Settings

say = logging.getLogger("callboard.sms")


class Texting:
    channel = Channel.SMS
    lanes = 4
    poll = 1.0

    def __init__(self, settings: Settings, gateway: SmsGateway) -> None:
        self._settings = settings
        self._gateway = gateway
        self._rests_until: datetime | None = None

    async def speak(self, telling: ClaimedRow) -> Spoken:
        """2xx is *accepted*; a refusal keeps the gateway's reason; 429, 5xx and silence are tried again."""
        now = clock.now()
        if self._rests_until is not None and self._rests_until > now:
            return self._spoken(telling, None, "the gateway asked us to wait", again_at=self._rests_until)
        try:
            if not await still_wanted(telling.production_id, telling.member_id, telling.address or ""):
                why = "stopped, switched off, or no longer their number"
                return self._spoken(telling, Meaning.REFUSED, why)
            words = sms.text(telling.title, telling.body)
            until = telling.expires_at - clock.ahead()  # by the gateway's own clock
            text = Text(id=f"callboard-{telling.id}", to=telling.address or "", text=words, until=until)
            answer = await self._gateway.send(text, now=clock.wall())
        except Exception as broken:  # noqa: BLE001  a lane outlives what it says
            say.exception("text message of notice %s", telling.notice_id)
            found = gateway_verdict(0, retry_after="", tries=telling.tries, now=clock.now())
            return self._spoken(telling, found.meaning, type(broken).__name__, again_at=found.again_at)
        found = gateway_verdict(answer.status, retry_after=answer.retry_after, tries=telling.tries, now=clock.now())
        self._rests_until = found.host_free_at
        if found.meaning is Meaning.OURS:
            say.error("the gateway doubts our signature: %s %s", answer.status, answer.text)
        said = f"{answer.status} {answer.text}".strip()
        return self._spoken(telling, found.meaning, said, again_at=found.again_at)

    def _spoken(
        self, telling: ClaimedRow, meaning: Meaning | None, answer: str, *, again_at: datetime | None = None
    ) -> Spoken:
        return Spoken(
            telling=telling, channel=self.channel, at=clock.now(), meaning=meaning, answer=answer[:200],
            again_at=again_at,
        )  # fmt: skip
