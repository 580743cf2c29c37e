"""Routes of what is gathered for the desk."""

from server.routes.reports import reachable

HANDLERS = [*reachable.HANDLERS]
