"""Routes of one's own account: sign-out, devices, codes for the installed app, tokens, and what is parked."""

from server.routes.access import own, parked, passkeys

HANDLERS = [*own.HANDLERS, *parked.HANDLERS, *passkeys.HANDLERS]
