"""Units, departments, places, vehicles and vendors of a production."""

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.db import read
from server.models.production import parts, queries
from server.routes.production.productions import MadeOut
from server.rules.access import Actor
from server.services.production.office import (
    DepartmentIn,
    PlaceIn,
    UnitIn,
    VehicleIn,
    VendorIn,
    add_part,
    change_part,
)
from server.services.production.removing import remove_part
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}"
_OFFICE = {"may": ("production", "change")}
_PLACES = {"may": ("place", "change")}


class UnitOut(Struct):
    id: int
    name: str
    zone: str | None
    sort: int


class DepartmentOut(Struct):
    id: int
    name: str
    sort: int
    chaser_member_id: int | None


class VehicleOut(Struct):
    id: int
    name: str
    plate: str
    department_id: int | None


class VendorOut(Struct):
    id: int
    name: str
    phone: str
    email: str


class PlaceOut(Struct):
    id: int
    name: str
    address: str
    access_notes: str
    phone: str
    lat: float | None
    lng: float | None
    hospital: bool
    revision: int


class OfficeOut(Struct):
    units: list[UnitOut]
    departments: list[DepartmentOut]
    vehicles: list[VehicleOut]
    vendors: list[VendorOut]


class PlacesOut(Struct):
    places: list[PlaceOut]


@get(f"{_AT}/office", opt={"may": ("member", "list")}, operation_id="ReadOffice")
async def read_office(production_id: FromPath[Id]) -> OfficeOut:
    """Units, departments, vehicles and vendors, each list in its order."""
    async with read() as db:
        return OfficeOut(
            units=[
                UnitOut(id=u.id, name=u.name, zone=u.zone, sort=u.sort) for u in await queries.units(db, production_id)
            ],
            departments=[
                DepartmentOut(id=d.id, name=d.name, sort=d.sort, chaser_member_id=d.chaser_member_id)
                for d in await queries.departments(db, production_id)
            ],
            vehicles=[
                VehicleOut(id=v.id, name=v.name, plate=v.plate, department_id=v.department_id)
                for v in await parts.vehicles(db, production_id)
            ],
            vendors=[
                VendorOut(id=v.id, name=v.name, phone=v.phone, email=v.email)
                for v in await parts.vendors(db, production_id)
            ],
        )


@get(f"{_AT}/places", opt={"may": ("place", "read")}, operation_id="ListPlaces")
async def list_places(production_id: FromPath[Id]) -> PlacesOut:
    """Base camps, sets, hospitals, by name; at most 500."""
    async with read() as db:
        found = await parts.places(db, production_id)
    return PlacesOut(
        places=[
            PlaceOut(
                id=p.id, name=p.name, address=p.address, access_notes=p.access_notes, phone=p.phone, lat=p.lat,
                lng=p.lng, hospital=p.hospital, revision=p.revision,
            )
            for p in found
        ]
    )  # fmt: skip


@post(f"{_AT}/units", opt=_OFFICE, operation_id="AddUnit")
async def add_unit(data: JSONBody[UnitIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> MadeOut:
    """A unit, with its own time zone where it works elsewhere."""
    return MadeOut(id=await add_part(production_id, data, by=actor))


@put(f"{_AT}/units/{{unit_id:int}}", opt=_OFFICE, status_code=204, operation_id="ChangeUnit")
async def change_unit(
    data: JSONBody[UnitIn], actor: NamedDependency[Actor], production_id: FromPath[Id], unit_id: FromPath[Id]
) -> None:
    """Write the unit anew; days that exist keep the zone they were made with."""
    await change_part(production_id, unit_id, data, by=actor)


@post(f"{_AT}/departments", opt=_OFFICE, operation_id="AddDepartment")
async def add_department(
    data: JSONBody[DepartmentIn], actor: NamedDependency[Actor], production_id: FromPath[Id]
) -> MadeOut:
    """A department."""
    return MadeOut(id=await add_part(production_id, data, by=actor))


@put(f"{_AT}/departments/{{department_id:int}}", opt=_OFFICE, status_code=204, operation_id="ChangeDepartment")
async def change_department(
    data: JSONBody[DepartmentIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    department_id: FromPath[Id],
) -> None:
    """Write the department anew: name, order, who chases its people."""
    await change_part(production_id, department_id, data, by=actor)


@post(f"{_AT}/places", opt=_PLACES, operation_id="AddPlace")
async def add_place(data: JSONBody[PlaceIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> MadeOut:
    """A place: base camp, parking, set, hospital."""
    return MadeOut(id=await add_part(production_id, data, by=actor))


@put(f"{_AT}/places/{{place_id:int}}", opt=_PLACES, status_code=204, operation_id="ChangePlace")
async def change_place(
    data: JSONBody[PlaceIn], actor: NamedDependency[Actor], production_id: FromPath[Id], place_id: FromPath[Id]
) -> None:
    """Write the place anew; issued sheets keep what was printed."""
    await change_part(production_id, place_id, data, by=actor)


@post(f"{_AT}/vehicles", opt=_OFFICE, operation_id="AddVehicle")
async def add_vehicle(data: JSONBody[VehicleIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> MadeOut:
    """A vehicle; a department's truck names its department."""
    return MadeOut(id=await add_part(production_id, data, by=actor))


@put(f"{_AT}/vehicles/{{vehicle_id:int}}", opt=_OFFICE, status_code=204, operation_id="ChangeVehicle")
async def change_vehicle(
    data: JSONBody[VehicleIn], actor: NamedDependency[Actor], production_id: FromPath[Id], vehicle_id: FromPath[Id]
) -> None:
    """Write the vehicle anew."""
    await change_part(production_id, vehicle_id, data, by=actor)


@post(f"{_AT}/vendors", opt=_OFFICE, operation_id="AddVendor")
async def add_vendor(data: JSONBody[VendorIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> MadeOut:
    """A rental house, a caterer."""
    return MadeOut(id=await add_part(production_id, data, by=actor))


@put(f"{_AT}/vendors/{{vendor_id:int}}", opt=_OFFICE, status_code=204, operation_id="ChangeVendor")
async def change_vendor(
    data: JSONBody[VendorIn], actor: NamedDependency[Actor], production_id: FromPath[Id], vendor_id: FromPath[Id]
) -> None:
    """Write the vendor anew."""
    await change_part(production_id, vendor_id, data, by=actor)


@delete(f"{_AT}/units/{{unit_id:int}}", opt=_OFFICE, operation_id="RemoveUnit")
async def remove_unit(actor: NamedDependency[Actor], production_id: FromPath[Id], unit_id: FromPath[Id]) -> None:
    """A unit without days, people or gear; a production keeps one."""
    await remove_part(production_id, "unit", unit_id, by=actor)


@delete(f"{_AT}/departments/{{department_id:int}}", opt=_OFFICE, operation_id="RemoveDepartment")
async def remove_department(
    actor: NamedDependency[Actor], production_id: FromPath[Id], department_id: FromPath[Id]
) -> None:
    """A department that nobody and nothing is of."""
    await remove_part(production_id, "department", department_id, by=actor)


@delete(f"{_AT}/places/{{place_id:int}}", opt=_PLACES, operation_id="RemovePlace")
async def remove_place(actor: NamedDependency[Actor], production_id: FromPath[Id], place_id: FromPath[Id]) -> None:
    """A place that stands on no day; issued sheets keep what was printed."""
    await remove_part(production_id, "place", place_id, by=actor)


@delete(f"{_AT}/vehicles/{{vehicle_id:int}}", opt=_OFFICE, operation_id="RemoveVehicle")
async def remove_vehicle(actor: NamedDependency[Actor], production_id: FromPath[Id], vehicle_id: FromPath[Id]) -> None:
    """A vehicle that no case lives on or was handed to."""
    await remove_part(production_id, "vehicle", vehicle_id, by=actor)


@delete(f"{_AT}/vendors/{{vendor_id:int}}", opt=_OFFICE, operation_id="RemoveVendor")
async def remove_vendor(actor: NamedDependency[Actor], production_id: FromPath[Id], vendor_id: FromPath[Id]) -> None:
    """A vendor of whom nothing is here."""
    await remove_part(production_id, "vendor", vendor_id, by=actor)


HANDLERS = [
    read_office, list_places, add_unit, change_unit, add_department, change_department, add_place, change_place,
    add_vehicle, change_vehicle, add_vendor, change_vendor, remove_unit, remove_department, remove_place,
    remove_vehicle, remove_vendor,
]  # fmt: skip
