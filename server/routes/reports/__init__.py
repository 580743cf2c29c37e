"""Routes of what is gathered from everywhere: for the desk, and for one's own phone."""

from server.routes.reports import board, mine, reachable

HANDLERS = [*board.HANDLERS, *mine.HANDLERS, *reachable.HANDLERS]
