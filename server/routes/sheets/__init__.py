"""Routes of sheets: draft, approval and issue, versions, copies, the page of who has no app, one's own calendar."""

from server.routes.sheets import (
    approval,
    calendar,
    cancelling,
    copies,
    counts,
    cover,
    day_blocks,
    hours,
    personal,
    versions,
)

HANDLERS = [
    *versions.HANDLERS,
    *approval.HANDLERS,
    *hours.HANDLERS,
    *personal.HANDLERS,
    *calendar.HANDLERS,
    *day_blocks.HANDLERS,
    *counts.HANDLERS,
    *cover.HANDLERS,
    *copies.HANDLERS,
    *cancelling.HANDLERS,
]
