"""The voice of push: what a notice's phone is sent, and what the service's answer means."""

import logging
from datetime import datetime

from server import clock
from server.adapters.keys import installation_key
from server.adapters.push_sender import BadKeys, Push, PushSender
from server.models.notify.tellings import ClaimedRow
from server.rules.notify import message
from server.rules.notify.answers import Meaning, verdict
from server.rules.notify.endpoints import origin_of
from server.rules.notify.ladder import Channel
from server.services.notify.speaking import Spoken
from server.settings import Settings

say = logging.getLogger("callboard.push")


class Pushing:
    channel = Channel.PUSH
    lanes = 32
    poll = 1.0

    def __init__(self, settings: Settings, sender: PushSender) -> None:
        self._key = installation_key(settings.data)
        self._sender = sender
        self._resting: dict[str, datetime] = {}

    async def speak(self, telling: ClaimedRow) -> Spoken:
        now = clock.now()
        origin = origin_of(telling.endpoint or "")
        if telling.endpoint is None or origin is None or telling.account_id is None:
            return self._spoken(telling, Meaning.GONE, "the subscription is gone")
        resting = self._resting.get(origin)
        if resting is not None and resting > now:
            return self._spoken(telling, None, "the service asked us to wait", again_at=resting)
        try:
            answer = await self._sender.send(self._push(telling, now), now=clock.wall())
        except BadKeys as wrong:
            return self._spoken(telling, Meaning.GONE, f"unusable keys: {wrong}")
        now = clock.now()
        found = verdict(answer.status, retry_after=answer.retry_after, tries=telling.tries, now=now)
        if found.host_free_at is not None:
            self._resting[origin] = found.host_free_at
        if found.meaning is Meaning.OURS:
            self._sender.keys.forget(origin)
            say.error("%s refuses our key: %s %s", origin, answer.status, answer.text)
        return self._spoken(telling, found.meaning, f"{answer.status} {answer.text}".strip(), again_at=found.again_at)

    def _push(self, telling: ClaimedRow, now: datetime) -> Push:
        said = message.Said(
            notice_id=telling.notice_id, account_id=telling.account_id or 0, subject=telling.subject,
            subject_id=telling.subject_id, rings=telling.rings, must_confirm=telling.must_confirm,
            title=telling.title, body=telling.body, day=telling.payload.encode(),
            token=message.token(self._key, telling.notice_id, telling.created_at), sent_at=now,
        )  # fmt: skip
        return Push(
            endpoint=telling.endpoint or "", p256dh=telling.p256dh or "", auth=telling.auth or "",
            data=message.encoded(said), ttl=int((telling.expires_at - now).total_seconds()), urgent=telling.rings,
            topic=message.topic(telling.subject, telling.subject_id),
        )  # fmt: skip

    def _spoken(
        self, telling: ClaimedRow, meaning: Meaning | None, answer: str, *, again_at: datetime | None = None
    ) -> Spoken:
        return Spoken(
            telling=telling, channel=self.channel, at=clock.now(), meaning=meaning, answer=answer, again_at=again_at
        )
