"""Removing a unit, department, place, vehicle or vendor that nothing refers to. What was issued keeps it."""

from collections.abc import Awaitable, Callable

from server.db import Tx, tx
from server.errors import Conflict, NotFound
from server.models.production import queries
from server.models.production import removing as rows
from server.models.production.removing import PartKind
from server.rules.access import Actor, may
from server.rules.production.removing import Uses, in_the_way

Counting = Callable[[Tx, int, PartKind, int], Awaitable[Uses]]
_ABOVE: list[Counting] = []


def when_removing(count: Counting) -> Counting:
    """For areas above (days, gear): what of theirs refers to the part, counted in the removing transaction."""
    if count not in _ABOVE:
        _ABOVE.append(count)
    return count


async def remove_part(production_id: int, kind: PartKind, part_id: int, *, by: Actor) -> None:
    """Raises NotFound, and Conflict that says what refers to it. The last unit stays."""
    may(by, "place" if kind == "place" else "production", "change", production_id=production_id)
    async with tx(production_id) as db:
        await queries.production(db, production_id, lock=True)
        name = await rows.lock(db, production_id, kind, part_id)
        if name is None:
            raise NotFound
        uses = await rows.uses(db, production_id, kind, part_id)
        for count in _ABOVE:
            uses += await count(db, production_id, kind, part_id)
        if refused := in_the_way(name, uses):
            raise Conflict(refused[0], code="in_use", next_step=refused[1])
        if kind == "unit" and await rows.only_unit(db, production_id):
            raise Conflict(
                "A production has one unit at least.", code="last_unit", next_step="Add the other one first."
            )
        await rows.drop(db, production_id, kind, part_id)
        db.note(f"{kind}_removed", kind, part_id, by=by)
