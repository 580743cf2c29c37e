"""Messages to a list: the desk's, the lists kept by hand, one's own, and the page of who has no app."""

from server.routes.messages import lists, own, personal, sending

HANDLERS = [*sending.HANDLERS, *lists.HANDLERS, *own.HANDLERS, *personal.HANDLERS]
