"""The sheet's editor: acts of many cells, what is taken from another day, who else is here."""

from litestar import delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.routes.schedule.days import Seen, _seen
from server.rules.access import Actor
from server.services.schedule import acting, casting, copying, here

_AT = "/api/productions/{production_id:int}"
_DAY = f"{_AT}/days/{{day_id:int}}"


@patch(
    f"{_DAY}/calls",
    opt={"may": ("call", "change")},
    operation_id="ActOnDay",
)
async def act_on_day(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[acting.ActIn],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> acting.ActOut:
    """Many cells of the grid as one act, all or none; 409 `cells_changed` where somebody changed one meanwhile."""
    return await acting.act(production_id, day_id, data, by=actor, seen=_seen(if_match))


@post(f"{_DAY}/copy", opt={"may": ("day", "change")}, operation_id="CopyToDay", status_code=200)
async def copy_to_day(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[copying.CopyIn],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> acting.ActOut:
    """Calls, places or notes of another day, onto this one."""
    return await copying.copy_from(production_id, day_id, data, by=actor, seen=_seen(if_match))


@get(f"{_AT}/day-templates", opt={"may": ("day", "change")}, operation_id="ListDayTemplates")
async def list_templates(production_id: FromPath[int]) -> list[copying.TemplateOut]:
    """What the production keeps of days for others."""
    return await copying.list_templates(production_id)


@post(f"{_DAY}/templates", opt={"may": ("day", "change")}, operation_id="SaveDayTemplate")
async def save_template(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[copying.TemplateIn],
    actor: NamedDependency[Actor],
) -> copying.TemplateOut:
    """Keep the day's department calls, places and notes, under a name."""
    return await copying.save_template(production_id, day_id, data, by=actor, now=clock.now())


@post(f"{_DAY}/template", opt={"may": ("day", "change")}, operation_id="ApplyDayTemplate", status_code=200)
async def apply_template(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[copying.ApplyIn],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> acting.ActOut:
    """What a template keeps, onto this day."""
    return await copying.apply_template(production_id, day_id, data, by=actor, seen=_seen(if_match))


@delete(f"{_AT}/day-templates/{{template_id:int}}", opt={"may": ("day", "change")}, operation_id="DropDayTemplate")
async def drop_template(
    production_id: FromPath[int], template_id: FromPath[int], actor: NamedDependency[Actor]
) -> None:
    """Forget a template; days keep what they took from it."""
    await copying.drop_template(production_id, template_id, by=actor)


@put(
    f"{_AT}/roles/{{element_id:int}}/performer", opt={"may": ("member", "add_day_player")}, operation_id="CastRole",
    status_code=204,
)  # fmt: skip
async def cast_role(
    production_id: FromPath[int],
    element_id: FromPath[int],
    data: JSONBody[casting.PerformerIn],
    actor: NamedDependency[Actor],
) -> None:
    """Who plays this role."""
    await casting.cast_role(production_id, element_id, data, by=actor, now=clock.now())


@get(f"{_DAY}/here", opt={"may": ("call", "change")}, operation_id="WhoIsHere")
async def who_is_here(
    production_id: FromPath[int], day_id: FromPath[int], actor: NamedDependency[Actor]
) -> list[here.HereOut]:
    """Who else has this day's draft open, and in which cell."""
    return await here.who_is_here(production_id, day_id, by=actor, now=clock.now())


@put(f"{_DAY}/here", opt={"may": ("call", "change"), "replay": False}, operation_id="IsHere")
async def is_here(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[here.HereIn],
    actor: NamedDependency[Actor],
) -> list[here.HereOut]:
    """I have it open; good for 45 s. Answers who else has."""
    return await here.is_here(production_id, day_id, data, by=actor, now=clock.now())


@delete(f"{_DAY}/here", opt={"may": ("call", "change"), "replay": False}, operation_id="LeavesDay")
async def leaves(production_id: FromPath[int], day_id: FromPath[int], actor: NamedDependency[Actor]) -> None:
    """I have closed it."""
    await here.leaves(production_id, day_id, by=actor)


HANDLERS = [
    act_on_day, copy_to_day, list_templates, save_template, apply_template, drop_template, cast_role,
    who_is_here, is_here, leaves,
]  # fmt: skip
