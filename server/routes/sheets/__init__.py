"""Routes of sheets: the draft and its issue, versions, and the page of who has no app."""

from server.routes.sheets import personal, versions

HANDLERS = [*versions.HANDLERS, *personal.HANDLERS]
