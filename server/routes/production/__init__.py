"""Routes of productions and their people, and the ways in that end on one."""

from server.routes.production import contacts, entry, invites, logo, me, office, people, productions

HANDLERS = [
    *entry.HANDLERS,
    *me.HANDLERS,
    *productions.HANDLERS,
    *office.HANDLERS,
    *people.HANDLERS,
    *invites.HANDLERS,
    *contacts.HANDLERS,
    *logo.HANDLERS,
]
