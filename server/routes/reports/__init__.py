"""Routes of what is gathered from everywhere: for the desk, and for one's own phone."""

from server.routes.reports import mine, reachable

HANDLERS = [*mine.HANDLERS, *reachable.HANDLERS]
