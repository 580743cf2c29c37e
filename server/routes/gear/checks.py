"""Checks of trucks, carts and departments. What is read in a check comes in with the scans."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.rules.access import Actor
from server.services.gear import checks
from server.services.gear.checks import CheckOut
from server.wire import Id, Struct


class ChecksOut(Struct):
    checks: list[CheckOut]


@get("/api/productions/{production_id:int}/checks", opt={"may": ("gear", "read")}, operation_id="ListChecks")
async def list_checks(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> ChecksOut:
    """The newest check of each truck, cart and department, put together from every phone; at most 20."""
    return ChecksOut(checks=await checks.checks(production_id, by=actor))


@post("/api/productions/{production_id:int}/checks/{check_id:uuid}/close", opt={"may": ("gear", "scan")},
      status_code=200, operation_id="CloseCheck")  # fmt: skip
async def close(actor: NamedDependency[Actor], production_id: FromPath[Id], check_id: FromPath[UUID]) -> CheckOut:
    """End it: what was not found is missing from now on."""
    return await checks.close(production_id, check_id, by=actor, now=clock.now())


HANDLERS = [list_checks, close]
