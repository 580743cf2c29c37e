"""The logo on the letterhead: put there, described, taken off. Every sheet shows it from then on, old ones too."""

import hashlib
from datetime import datetime

from server.adapters import pictures
from server.db import read, tx
from server.errors import Invalid, NotFound
from server.models.production import logo as rows
from server.models.production import queries
from server.models.production.logo import LogoRow
from server.rules.access import Actor, may
from server.rules.production.logo import LogoOut, logo_out


async def read_logo(production_id: int, *, by: Actor) -> LogoRow:
    """Raises NotFound where there is none."""
    may(by, "production", "read", production_id=production_id)
    async with read() as db:
        found = await rows.logo(db, production_id)
    if found is None:
        raise NotFound
    return found


async def describe_logo(production_id: int, *, by: Actor) -> LogoOut | None:
    may(by, "production", "read", production_id=production_id)
    async with read() as db:
        found = await rows.logo(db, production_id)
    return logo_out(production_id, found.mark, found.width, found.height, found.alt) if found else None


async def keep_logo(production_id: int, data: bytes, alt: str, *, by: Actor, now: datetime) -> None:
    """A picture in place of the one there, or without one (no bytes) other words for it.

    Raises Invalid (no words, no picture, not PNG or JPEG), TooLarge.
    """
    may(by, "production", "change", production_id=production_id)
    said = " ".join(alt.split())
    if not 1 <= len(said) <= 200 or not said.isprintable():
        raise Invalid(
            "Say in a few words what the logo shows.", errors=[{"where": "alt", "what": "1 to 200 letters"}],
            next_step="Whoever can't see it hears these words.",
        )  # fmt: skip
    drawn = await pictures.logo(data) if data else None
    async with tx(production_id) as db:
        if drawn is not None:
            mark = hashlib.blake2b(drawn.png, digest_size=8).hexdigest()
            await rows.keep(db, production_id, LogoRow(mark, drawn.png, drawn.width, drawn.height, said), now)
        elif not await rows.say(db, production_id, said):
            raise Invalid("Choose a picture first.", errors=[{"where": "file", "what": "PNG or JPEG"}])
        await queries.contacts_changed(db, production_id)
        db.note("logo_set", "production", production_id, by=by)


async def drop_logo(production_id: int, *, by: Actor) -> None:
    """Harmless where there is none."""
    may(by, "production", "change", production_id=production_id)
    async with tx(production_id) as db:
        if await rows.drop(db, production_id):
            await queries.contacts_changed(db, production_id)
            db.note("logo_dropped", "production", production_id, by=by)
