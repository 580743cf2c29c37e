"""Routes of sheets: the draft and its issue, versions, the page of who has no app, one's own calendar."""

from server.routes.sheets import calendar, personal, versions

HANDLERS = [*versions.HANDLERS, *personal.HANDLERS, *calendar.HANDLERS]
