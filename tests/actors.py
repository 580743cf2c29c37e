"""The cast as actors, for tests that call a service without a request."""

from server.rules.access import Actor, Membership, Role

ROLES = {
    "nia": Role.COORDINATOR,
    "omar": Role.CREW,
    "lena": Role.HEAD,
    "bjorn": Role.SECOND_AD,
    "margaux": Role.FIRST_AD,
    "desmond": Role.UPM,
    "ruth": Role.PRODUCER,
    "theo": Role.COORDINATOR,
}


def actor(world, name: str, **more) -> Actor:
    """`more` goes to the membership (`unit_id=…`)."""
    person = world.people[name]
    production = world.other_production if name == "theo" else world.production
    department = world.camera if name in ("omar", "lena") else world.office
    heads = frozenset({department}) if name == "lena" else frozenset()
    member = Membership(
        production, person.member_id, frozenset({ROLES[name]}), departments=frozenset({department}), heads=heads, **more
    )
    return Actor(account_id=person.account_id, name=name.title(), memberships={production: member})
