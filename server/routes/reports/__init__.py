"""Routes of what is gathered from everywhere: for the desk, and for one's own phone."""

from server.routes.reports import board, lined, mine, reachable

HANDLERS = [*board.HANDLERS, *lined.HANDLERS, *mine.HANDLERS, *reachable.HANDLERS]
