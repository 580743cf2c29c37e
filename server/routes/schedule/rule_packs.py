"""Rule packs: what agreements and laws ask for, as the production words it, and which counts for whom."""

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.routes.schedule.days import Changed
from server.rules.access import Actor
from server.services.schedule import rule_packs
from server.wire import Line


@get(
    "/api/productions/{production_id:int}/rest-packs",
    opt={"may": ("production", "read")},
    operation_id="ListRestPacks",
)
async def list_rest_packs(production_id: FromPath[int], actor: NamedDependency[Actor]) -> list[rule_packs.RestPackOut]:
    """The agreements and laws that ask for a daily rest, by name: what a person's or a department's may be."""
    return await rule_packs.list_rest_packs(production_id, by=actor)


_PACKS = "/api/productions/{production_id:int}/rule-packs"


@get(_PACKS, opt={"may": ("rules", "read")}, operation_id="ReadRulePacks")
async def read_rule_packs(production_id: FromPath[int], actor: NamedDependency[Actor]) -> rule_packs.RulePacksOut:
    """Every pack with its rules, their sources, and which counts for whom."""
    return await rule_packs.read_packs(production_id, by=actor)


@put(_PACKS + "/{key:str}", opt={"may": ("rules", "change")}, operation_id="ChangeRulePack", status_code=200)
async def change_rule_pack(
    production_id: FromPath[int],
    key: FromPath[Line],
    data: JSONBody[rule_packs.RulePackIn],
    actor: NamedDependency[Actor],
) -> Changed:
    """The production's own wording of a pack: 412 where somebody changed it since it was read."""
    return Changed(revision=await rule_packs.change_pack(production_id, key, data, by=actor, now=clock.now()))


@post(_PACKS + "/{key:str}/copies", opt={"may": ("rules", "change")}, operation_id="CopyRulePack")
async def copy_rule_pack(
    production_id: FromPath[int],
    key: FromPath[Line],
    data: JSONBody[rule_packs.RulePackCopyIn],
    actor: NamedDependency[Actor],
) -> rule_packs.RulePackMade:
    """A pack of the production's own, like this one, under a new name."""
    return await rule_packs.copy_pack(production_id, key, data, by=actor, now=clock.now())


@delete(_PACKS + "/{key:str}", opt={"may": ("rules", "change")}, operation_id="ResetRulePack")
async def reset_rule_pack(production_id: FromPath[int], key: FromPath[Line], actor: NamedDependency[Actor]) -> None:
    """Back to what ships with Callboard; a copy goes for good."""
    await rule_packs.reset_pack(production_id, key, by=actor)


@put(
    "/api/productions/{production_id:int}/rule-pack-defaults",
    opt={"may": ("rules", "change")},
    operation_id="ChooseRulePacks",
    status_code=204,
)
async def choose_rule_packs(
    production_id: FromPath[int], data: JSONBody[rule_packs.PackDefaultsIn], actor: NamedDependency[Actor]
) -> None:
    """Which pack counts for crew, cast and each named department, where a person's own agreement names none."""
    await rule_packs.choose_packs(production_id, data, by=actor)


@put(
    "/api/productions/{production_id:int}/agreements",
    opt={"may": ("member", "change")},
    operation_id="GiveAgreement",
    status_code=204,
)
async def give_agreement(
    production_id: FromPath[int], data: JSONBody[rule_packs.AgreementIn], actor: NamedDependency[Actor]
) -> None:
    """Name the agreement of many people in one act."""
    await rule_packs.give_agreement(production_id, data, by=actor)


HANDLERS = [
    list_rest_packs, read_rule_packs, change_rule_pack, copy_rule_pack, reset_rule_pack, choose_rule_packs,
    give_agreement,
]  # fmt: skip
