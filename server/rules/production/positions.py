"""Roles that a position suggests. A position never gives a role: the import proposes, a coordinator confirms."""

import re

from server.rules.access import Role

_DROP = re.compile(r"[^a-z0-9& ]+")

# First match wins; written for US and UK lists. What only sounds alike (a transport coordinator) is named before.
_TITLES: tuple[tuple[str, Role | None], ...] = (
    (r"\b(assistant|asst|pa|secretary|runner|driver|security)\b.*\bto\b", None),
    ((r"\b(transport(ation)?|art|art department|stunts?|construction|travel|intimacy|casting|extras|script|post|"
     r"visual effects|vfx|sfx|safety|health|covid|locations?|music|marine|picture car) coordinator\b"), None),
    (r"\b(assistant|asst|junior|apo?c?)\b.*\bcoordinator\b|\bapoc\b|\bproduction secretary\b",
     Role.ASSISTANT_COORDINATOR),
    (r"\bproduction coordinator\b|\bpoc\b", Role.COORDINATOR),
    (r"\b(1st|first) (a ?d|assistant director)\b", Role.FIRST_AD),
    (r"\b(2nd|second|3rd|third|crowd 2nd)\b.*\b(a ?d|assistant director)\b|^crowd 2nd$|\bkey 2nd\b", Role.SECOND_AD),
    (r"\b(unit production manager|upm|line producer|production manager)\b", Role.UPM),
    ((r"\b(production|payroll|assistant|asst|1st|2nd|key|construction)? ?accountant\b|\baccounts (assistant|clerk)\b|"
     r"\bpayroll\b"), Role.ACCOUNTANT),
    (r"\bpost production (supervisor|coordinator)\b|^((1st|2nd|assistant|asst) )*editor\b", Role.POST),
    (r"^(executive |co |supervising )*producer\b", Role.PRODUCER),
)  # fmt: skip

_HEADS = re.compile(
    r"\b(head of|hod|key grip|gaffer|director of photography|dop|dp|production designer|costume designer|"
    r"(production )?sound mixer|transport(ation)? captain|(supervising )?location manager|prop(erty)? master|"
    r"set decorator|construction (manager|coordinator)|stunt coordinator|script supervisor|special effects supervisor|"
    r"sfx supervisor|visual effects supervisor|vfx supervisor|make ?up designer|hair designer|h&mu designer|"
    r"department head|head caterer|casting director|unit publicist|post production supervisor|production accountant)\b|"
    r"^head \w+"
)
_CAST = re.compile(r"^(cast|talent|artistes?|principal cast|stand ins?)$")


def _plain(text: str) -> str:
    lowered = text.lower().replace("co-ord", "coord").replace("-", " ").replace("_", " ")
    return " ".join(_DROP.sub(" ", lowered).split())


def proposed_roles(title: str, department: str) -> frozenset[Role]:
    """What a position in a department suggests; empty where it suggests nothing but *crew*."""
    plain = _plain(title)
    if _CAST.match(_plain(department)):
        return frozenset({Role.TALENT})
    found: set[Role] = set()
    for pattern, role in _TITLES:
        if re.search(pattern, plain):
            if role is not None:
                found.add(role)
            break
    if looks_like_head(title):
        found.add(Role.HEAD)
    return frozenset(found)


def looks_like_head(title: str) -> bool:
    """Whether a title is that of somebody who runs a department; *head* on the list always counts."""
    plain = _plain(title)
    return bool(_HEADS.search(plain)) and not re.search(r"\b(assistant|asst|deputy|2nd|second)\b", plain)
