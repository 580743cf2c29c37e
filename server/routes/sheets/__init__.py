"""Routes of sheets: the draft, its approval and issue, versions, the page of who has no app, one's own calendar."""

from server.routes.sheets import approval, calendar, cover, day_blocks, hours, personal, versions

HANDLERS = [
    *versions.HANDLERS,
    *approval.HANDLERS,
    *hours.HANDLERS,
    *personal.HANDLERS,
    *calendar.HANDLERS,
    *day_blocks.HANDLERS,
    *cover.HANDLERS,
]
