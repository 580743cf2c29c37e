"""From what was typed to the times of a call: absolute, relative to the general call, or a chain back from on set."""

import msgspec


class DepartmentCall(msgspec.Struct, frozen=True):
    kind: str = "relative"
    offset_minutes: int | None = 0
    at_minutes: int | None = None


class TypedCall(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    at_minutes: int | None = None
    offset_minutes: int | None = None
    on_set: int | None = None
    makeup_minutes: int | None = None
    travel_minutes: int | None = None
    pickup: int | None = None


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """`kind`: time, on_call, no_call, will_notify, hold, cancelled. Minutes after midnight. `origin`: of the time."""

    kind: str
    call: int | None = None
    pickup: int | None = None
    on_set: int | None = None
    makeup: int | None = None
    origin: str = "general"

    @property
    def first(self) -> int | None:
        """The person's first time of the day: the pickup, else the call."""
        return self.pickup if self.pickup is not None else self.call


OFF = frozenset({"hold", "cancelled"})
"""Called once, or planned, and doesn't come: on hold is paid and stays reachable, cancelled isn't needed after all."""
NOT_COMING = OFF | {"no_call"}
_UNTIMED = {"on_call", "no_call", "will_notify", *OFF}


def _from_general(general: int | None, offset: int) -> Resolved:
    if general is None:
        return Resolved(kind="will_notify")
    origin = "general" if offset == 0 else "pre_call" if offset < 0 else "late_call"
    return Resolved(kind="time", call=general + offset, origin=origin)


def of_department(general: int | None, department: DepartmentCall | None) -> Resolved:
    """A department's call; none given is the general call."""
    if department is None:
        return _from_general(general, 0)
    if department.kind in _UNTIMED:
        return Resolved(kind=department.kind, origin="department")
    if department.kind == "absolute":
        return Resolved(kind="time", call=department.at_minutes, origin="absolute")
    return _from_general(general, department.offset_minutes or 0)


def resolve(general: int | None, department: DepartmentCall | None, typed: TypedCall | None) -> Resolved:
    """The times of one person's call. What was typed for the person goes before the department's."""
    if typed is None:
        return of_department(general, department)
    if typed.kind in _UNTIMED:
        return Resolved(kind=typed.kind, origin="absolute")
    if typed.kind == "chain":
        return _chain(typed)
    if typed.kind == "absolute":
        found = Resolved(kind="time", call=typed.at_minutes, origin="absolute")
    elif typed.kind == "relative":
        found = _from_general(general, typed.offset_minutes or 0)
    else:
        found = of_department(general, department)
    pickup = typed.pickup
    if pickup is None and typed.travel_minutes is not None and found.call is not None:
        pickup = found.call - typed.travel_minutes
    return msgspec.structs.replace(found, pickup=pickup, on_set=typed.on_set)


def _chain(typed: TypedCall) -> Resolved:
    """On set 08:00 ← make-up 45 min ← call ← pickup 30 min."""
    on_set = typed.on_set
    if on_set is None:
        return Resolved(kind="will_notify", origin="chain")
    call = on_set - (typed.makeup_minutes or 0)
    pickup = typed.pickup
    if pickup is None and typed.travel_minutes is not None:
        pickup = call - typed.travel_minutes
    makeup = call if typed.makeup_minutes else None
    return Resolved(kind="time", call=call, pickup=pickup, on_set=on_set, makeup=makeup, origin="chain")


def moves(kind: str, department_kind: str | None = None) -> bool:
    """Whether a call moves with the general call: relative ones do, and those that follow a relative department."""
    if kind == "department":
        return department_kind in (None, "relative")
    return kind == "relative"
