"""Who may do what: actors, roles and the policy table."""

from server.rules.access.actor import Actor, Membership, Role
from server.rules.access.policy import POLICY, Scope, may, scope_of

__all__ = ["POLICY", "Actor", "Membership", "Role", "Scope", "may", "scope_of"]
