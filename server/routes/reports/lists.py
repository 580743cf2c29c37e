"""Lists of people that fill themselves: the crew page's choice."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.rules.access import Actor
from server.rules.reports.lists import Kind
from server.services.reports.lists import people_lists
from server.wire import Id, Struct


class PeopleListOut(Struct):
    kind: Kind
    department_id: int | None
    member_ids: list[int]


class PeopleListsOut(Struct):
    lists: list[PeopleListOut]


@get("/api/productions/{production_id:int}/lists", opt={"may": ("member", "list")}, operation_id="ListPeopleLists")
async def list_people_lists(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> PeopleListsOut:
    """Working today and tomorrow by the newest sheet that is out, heads, cast, drivers, who has no app, departments.

    Who is in two positions is on a list once; a list without anybody is left out.
    """
    found = await people_lists(production_id, by=actor, now=clock.now())
    return PeopleListsOut(lists=[PeopleListOut(one.kind, one.department_id, list(one.member_ids)) for one in found])


HANDLERS = [list_people_lists]
