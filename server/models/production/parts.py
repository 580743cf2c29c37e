"""Named queries of places, vehicles and vendors."""

from server.db import Tx
from server.wire import Row

LIMIT = 500


class PlaceRow(Row, frozen=True):
    id: int
    name: str
    address: str
    access_notes: str
    phone: str
    lat: float | None
    lng: float | None
    hospital: bool
    revision: int


class VehicleRow(Row, frozen=True):
    id: int
    name: str
    plate: str
    department_id: int | None


class VendorRow(Row, frozen=True):
    id: int
    name: str
    phone: str
    email: str


async def places(db: Tx, production_id: int) -> list[PlaceRow]:
    rows = await db.fetch(
        "SELECT id, name, address, access_notes, phone, lat, lng, hospital, revision FROM place"
        f" WHERE production_id = $1 ORDER BY name LIMIT {LIMIT}",
        production_id,
    )
    return [PlaceRow(*row) for row in rows]


async def vehicles(db: Tx, production_id: int) -> list[VehicleRow]:
    rows = await db.fetch(
        f"SELECT id, name, plate, department_id FROM vehicle WHERE production_id = $1 ORDER BY name LIMIT {LIMIT}",
        production_id,
    )
    return [VehicleRow(*row) for row in rows]


async def vendors(db: Tx, production_id: int) -> list[VendorRow]:
    rows = await db.fetch(
        f"SELECT id, name, phone, email FROM vendor WHERE production_id = $1 ORDER BY name LIMIT {LIMIT}",
        production_id,
    )
    return [VendorRow(*row) for row in rows]
