"""Who may do what: actors, roles, the policy table, and who reads which field of a person."""

from server.rules.access.actor import Actor, Membership, Role
from server.rules.access.fields import About, FieldClass, Sight, may_read, seen, sight_of
from server.rules.access.policy import POLICY, Scope, may, may_write, rights_of, scope_of

__all__ = [
    "POLICY", "About", "Actor", "FieldClass", "Membership", "Role", "Scope", "Sight",
    "may", "may_read", "may_write", "rights_of", "scope_of", "seen", "sight_of",
]  # fmt: skip
