"""Who has which version, with the evidence: the board's three words and the finer states beneath them."""

from collections import defaultdict

import msgspec

from server.db import read
from server.errors import NotFound
from server.models.notify import receipts
from server.models.notify.receipts import NoticeRow, ProofRow
from server.rules.access import Actor, Scope, may


class Entry(msgspec.Struct, frozen=True):
    notice: NoticeRow
    proofs: list[ProofRow]


async def read_ledger(
    production_id: int, subject: str, subject_id: int, *, rank: int | None = None, by: Actor
) -> list[Entry]:
    """Every notice of a subject, newest version first; a head of department reads their own people's.

    Two statements. Raises NotFound where nobody was told anything of it.
    """
    membership, scope = may(by, "ledger", "read", production_id=production_id)
    departments = sorted(membership.heads or membership.departments) if scope is Scope.DEPARTMENT else None
    async with read() as db:
        found = await receipts.ledger(db, production_id, subject, subject_id, rank=rank, departments=departments)
        proofs = await receipts.proofs(db, production_id, [row.notice_id for row in found])
    if not found:
        raise NotFound("Nobody was told anything of this yet.")
    by_notice: dict[int, list[ProofRow]] = defaultdict(list)
    for proof in proofs:
        by_notice[proof.notice_id].append(proof)
    return [Entry(row, by_notice[row.notice_id]) for row in found]
