"""The server of `bench.sheets`: Callboard, and beside it on the same server the bare read and Piccolo's objects."""

from typing import Any

import asyncpg
import msgspec
from piccolo.columns import Boolean, Integer, Text, Timestamptz
from piccolo.table import Table

from server import db
from server.app import create_app
from server.rules.sheets.sheet import LineOut, SheetOut
from server.settings import load
from server.wire import encode

COLUMNS = LineOut.__struct_fields__
LINES = f"SELECT {', '.join(COLUMNS)} FROM bench_line WHERE day_id = $1 ORDER BY n"


class BenchLine(Table, tablename="bench_line"):
    n = Integer(primary_key=True)
    day_id = Integer()
    id = Text()
    member_id = Integer(null=True)
    name = Text()
    title = Text()
    number = Text()
    status = Text()
    kind = Text()
    call = Timestamptz(null=True)
    pickup = Timestamptz(null=True)
    makeup = Timestamptz(null=True)
    wardrobe = Timestamptz(null=True)
    rehearsal = Timestamptz(null=True)
    on_set = Timestamptz(null=True)
    place = Text()
    remarks = Text()
    minor = Boolean()
    head = Boolean()
    origin = Text()
    phone = Text()


def _with(frame: SheetOut, lines: list[LineOut]) -> bytes:
    department = msgspec.structs.replace(frame.departments[0], lines=lines)
    return encode(msgspec.structs.replace(frame, departments=[department]))


def app() -> Any:
    inner = create_app(load())
    held: dict[str, SheetOut] = {}

    async def frame() -> SheetOut:
        if "frame" not in held:
            async with db.pool().acquire() as connection:
                body = await connection.fetchval("SELECT body FROM bench_frame")
            held["frame"] = msgspec.json.decode(body, type=SheetOut)
        return held["frame"]

    async def bare() -> bytes:
        connection: asyncpg.Connection
        async with db.pool().acquire() as connection:
            rows = await connection.fetch(LINES, 1)
        return _with(await frame(), [LineOut(**dict(zip(COLUMNS, row, strict=True))) for row in rows])

    async def objects() -> bytes:
        rows = await BenchLine.objects().where(BenchLine.day_id == 1).order_by(BenchLine.n)
        return _with(await frame(), [LineOut(**{name: getattr(row, name) for name in COLUMNS}) for row in rows])

    beside = {"/bench/bare": bare, "/bench/objects": objects}

    async def asgi(scope: Any, receive: Any, send: Any) -> None:
        made = beside.get(scope.get("path", ""))
        if made is None:
            await inner(scope, receive, send)
            return
        body = await made()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return asgi
