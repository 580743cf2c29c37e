"""Lists kept by hand."""

from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.messages import lists
from server.wire import Id, Name, Revision, Struct

_AT = "/api/productions/{production_id:int}/kept-lists"
_SENDS = {"may": ("message", "send")}


class KeptListIn(Struct):
    """`revision`: of the list that is changed; a new one has none."""

    name: Name
    member_ids: Annotated[list[Id], msgspec.Meta(max_length=2_000)]
    revision: Revision = 0


class KeptListOut(Struct):
    """`by`: who keeps it. Who left the production isn't among them."""

    id: int
    name: str
    by: str
    revision: int
    member_ids: list[int]


class KeptListsOut(Struct):
    lists: list[KeptListOut]


class KeptListMade(Struct):
    id: int


@get(_AT, opt=_SENDS, operation_id="ListKeptLists")
async def list_kept(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> KeptListsOut:
    """By name. A head of department sees their own."""
    found = await lists.kept_lists(production_id, by=actor, now=clock.now())
    return KeptListsOut(
        lists=[
            KeptListOut(id=one.id, name=one.name, by=one.by, revision=one.revision, member_ids=one.member_ids)
            for one in found
        ]
    )


@post(_AT, opt=_SENDS, status_code=201, operation_id="KeepList")
async def keep(data: JSONBody[KeptListIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> KeptListMade:
    """A new list, used again whenever one writes to it."""
    made = await lists.keep_list(production_id, None, data.name, data.member_ids, by=actor, now=clock.now())
    return KeptListMade(id=made)


@put(_AT + "/{list_id:int}", opt=_SENDS, status_code=204, operation_id="ChangeKeptList")
async def change(
    data: JSONBody[KeptListIn], actor: NamedDependency[Actor], production_id: FromPath[Id], list_id: FromPath[Id]
) -> None:
    """Rename it, add people, take people off. Messages that were sent before stay as they were."""
    await lists.keep_list(
        production_id, list_id, data.name, data.member_ids, revision=data.revision, by=actor, now=clock.now()
    )


@delete(_AT + "/{list_id:int}", opt=_SENDS, status_code=204, operation_id="DropKeptList")
async def drop(actor: NamedDependency[Actor], production_id: FromPath[Id], list_id: FromPath[Id]) -> None:
    """Messages that were sent to it stay as they were."""
    await lists.drop_list(production_id, list_id, by=actor)


HANDLERS = [list_kept, keep, change, drop]
