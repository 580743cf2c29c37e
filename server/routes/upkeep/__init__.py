"""How the installation is, and for how long it keeps what of people."""

from server.routes.upkeep import erasing, health, keeping, wrap

HANDLERS = [*health.HANDLERS, *keeping.HANDLERS, *erasing.HANDLERS, *wrap.HANDLERS]
