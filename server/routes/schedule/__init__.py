"""Routes of `schedule`."""

from server.routes.schedule import days, editor, heads, rule_packs
from server.routes.schedule.days import Changed, Seen, _seen

__all__ = ["HANDLERS", "Changed", "Seen", "_seen"]

HANDLERS = [*days.HANDLERS, *rule_packs.HANDLERS, *editor.HANDLERS, *heads.HANDLERS]
