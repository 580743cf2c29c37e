"""Routes of `schedule`."""

from server.routes.schedule import days, rule_packs

HANDLERS = [*days.HANDLERS, *rule_packs.HANDLERS]
