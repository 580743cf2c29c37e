"""Routes of what is gathered from everywhere: for the desk, and for one's own phone."""

from server.routes.reports import board, lined, lists, mine, reachable, record

HANDLERS = [
    *board.HANDLERS, *lined.HANDLERS, *lists.HANDLERS, *mine.HANDLERS, *reachable.HANDLERS, *record.HANDLERS,
]  # fmt: skip
