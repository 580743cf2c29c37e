"""Who reads which field of a person."""

import pytest

from server.models.production.tables import Member
from server.rules.access import About, FieldClass, Membership, Role, may_read, seen, sight_of
from server.rules.access.fields import CLASS_OF

CAMERA, GRIP = 1, 2
OMAR = About(10, frozenset({CAMERA}))


def reader(*roles, heads=(), member_id=99):
    return Membership(1, member_id, frozenset(roles), frozenset(heads), frozenset(heads))


def test_every_column_of_a_member_has_a_class():
    assert {column._meta.name for column in Member._meta.columns} == set(CLASS_OF)


@pytest.mark.parametrize(
    ("membership", "reads"),
    [
        (reader(Role.COORDINATOR), True),
        (reader(Role.SECOND_AD), True),
        (reader(Role.HEAD, heads=[CAMERA]), True),
        (reader(Role.HEAD, heads=[GRIP]), False),
        (reader(Role.CREW, heads=[CAMERA]), True),
        (reader(Role.CREW), False),
        (reader(Role.TALENT), False),
        (reader(Role.VENDOR), False),
        (reader(Role.CREW, member_id=10), True),
    ],
)
def test_a_mobile_is_read_by_who_rings(membership, reads):
    assert may_read(membership, FieldClass.MOBILE, OMAR) is reads


def test_a_person_may_let_everybody_see_the_number():
    assert may_read(reader(Role.CREW), FieldClass.MOBILE, About(10, number_shown=True))


def test_a_diet_is_nobody_elses():
    assert not any(may_read(reader(role), FieldClass.DIET, OMAR) for role in Role)


def test_two_heads_of_different_departments_do_not_share_a_sight():
    assert sight_of(reader(Role.HEAD, heads=[CAMERA])) != sight_of(reader(Role.HEAD, heads=[GRIP]))
    assert sight_of(reader(Role.CREW)) == sight_of(reader(Role.POST))


def test_what_is_not_classed_is_not_shown():
    fields = {"name": "Omar", "mobile": "+1", "shoe_size": 43}
    assert seen(reader(Role.CREW), OMAR, fields.items()) == {"name": "Omar"}
