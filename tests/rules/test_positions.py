"""Which roles a position suggests."""

import pytest

from server.rules.access import Role
from server.rules.production.positions import looks_like_head, proposed_roles


@pytest.mark.parametrize(
    ("title", "department", "roles"),
    [
        ("Production Coordinator", "Production", {Role.COORDINATOR}),
        ("Production Co-ordinator", "PRODUCTION", {Role.COORDINATOR}),
        ("Assistant Co-ordinator", "PRODUCTION", {Role.ASSISTANT_COORDINATOR}),
        ("Assistant Production Coordinator", "Production", {Role.ASSISTANT_COORDINATOR}),
        ("Unit Production Manager", "Production", {Role.UPM}),
        ("Line Producer", "Production", {Role.UPM}),
        ("Producer", "Production", {Role.PRODUCER}),
        ("Assistant to Producer", "Production", set()),
        ("1st AD", "Assistant Directors", {Role.FIRST_AD}),
        ("1st Assistant Director", "Assistant Directors", {Role.FIRST_AD}),
        ("2nd 2nd Assistant Director", "Assistant Directors", {Role.SECOND_AD}),
        ("3rd AD", "ASSISTANT DIRECTORS", {Role.SECOND_AD}),
        ("1st AC A", "Camera", set()),
        ("Transportation Coordinator", "Transport", set()),
        ("Gaffer", "Electric", {Role.HEAD}),
        ("Production Accountant", "Accounts", {Role.ACCOUNTANT, Role.HEAD}),
        ("Editor", "Post", {Role.POST}),
        ("'Skipper'", "CAST", {Role.TALENT}),
        ("", "Camera", set()),
    ],
)
def test_a_position_suggests_roles(title, department, roles):
    assert proposed_roles(title, department) == roles


def test_an_assistant_of_a_head_is_no_head():
    assert looks_like_head("Location Manager")
    assert not looks_like_head("Assistant Location Manager")
