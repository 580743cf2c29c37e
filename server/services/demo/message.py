"""One message of the evening before: the office to the camera department, with a bulletin."""

from datetime import datetime, timedelta
from importlib.resources import files
from uuid import uuid4

from server.db import tx
from server.models.messages import queries as messages
from server.rules.access import Actor
from server.rules.notify.states import State
from server.services.demo import story
from server.services.demo.reached import write_proofs
from server.services.messages.audience import ListChosen
from server.services.messages.send import MessageDraft, send
from server.services.notify.ledger import read_ledger

SUBJECT = "Fire road closed from 05:00"
TEXT = (
    "The county grades the fire road tomorrow, 05:00 to 11:00.\n\n"
    "Trucks and vans come in by the quarry gate. The bulletin has the map; nobody walks the fire road meanwhile."
)
BULLETIN = "fire-road.pdf"


async def write_one(production_id: int, department_id: int, *, by: Actor, at: datetime) -> None:
    """Who has the app has opened it; one hasn't got it."""
    draft = MessageDraft(
        id=uuid4(), to=ListChosen(kind="department", department_id=department_id), subject=SUBJECT, text=TEXT
    )
    pdf = (files(__package__) / "files" / BULLETIN).read_bytes()
    made = await send(production_id, draft, [(BULLETIN, pdf)], by=by, now=at)
    proofs = []
    for entry in await read_ledger(production_id, "message", made, by=by):
        one = entry.notice
        if one.name == story.PHONE_OFF:
            proofs.append((one.notice_id, State.EXPIRED, "push", "phone off"))
        else:
            proofs.append((one.notice_id, State.OPENED, "page", ""))
    await write_proofs(production_id, proofs, at + timedelta(minutes=4))
    async with tx(production_id) as db:
        await messages.set_release(db, production_id, made, at)
