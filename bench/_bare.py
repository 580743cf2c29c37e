"""The sheet as the least program would answer it: asyncpg, msgspec and nothing else, on the server that we use.

Beside it the same page through Piccolo's objects. Both ask who reads; both answer the same bytes as Callboard does.
"""

import os
import sys
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

import msgspec
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from piccolo.columns import BigInt, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from server import clock
from server.db import close_pool, open_pool, pool
from server.edge.who import cookie_token
from server.rules.sheets.sheet import LineOut
from server.services.access.sessions import hash_of

TABLES = """
CREATE TABLE bench_sheet (day_id bigint PRIMARY KEY, production_id bigint NOT NULL, etag text NOT NULL,
  head bytea NOT NULL, tail bytea NOT NULL);
CREATE TABLE bench_line (n int PRIMARY KEY, day_id bigint NOT NULL, department_id bigint NOT NULL,
  department text NOT NULL, id text NOT NULL, member_id bigint, name text NOT NULL, title text NOT NULL,
  number text NOT NULL, status text NOT NULL, kind text NOT NULL, call timestamptz, pickup timestamptz,
  makeup timestamptz, wardrobe timestamptz, rehearsal timestamptz, on_set timestamptz, release timestamptz,
  place text NOT NULL,
  remarks text NOT NULL, minor boolean NOT NULL, head boolean NOT NULL, origin text NOT NULL, phone text NOT NULL);
CREATE INDEX ON bench_line (day_id, n);
"""
FIELDS = tuple(LineOut.__struct_fields__)
Line = msgspec.defstruct("Line", [(field.name, field.type) for field in msgspec.structs.fields(LineOut)])
"""The line by position, as columns come: keywords take seven times as long."""
Department = msgspec.defstruct("Department", [("id", int), ("name", str), ("lines", list)])
_WHO = (
    "SELECT {} FROM session s JOIN access_grant g ON g.account_id = s.account_id AND g.revoked_at IS NULL"
    " JOIN bench_sheet b ON b.production_id = g.production_id"
    " WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND b.day_id = $3"
)
_HEAD = _WHO.format("b.head, b.tail")
_TAG = _WHO.format("b.etag")
_LINES = f"SELECT department_id, department, {', '.join(FIELDS)} FROM bench_line WHERE day_id = $1 ORDER BY n"


class BenchLine(Table, tablename="bench_line"):
    n = Integer(primary_key=True)
    day_id = BigInt()
    department_id = BigInt()
    department = Text()
    id = Text()
    member_id = BigInt(null=True)
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
    release = Timestamptz(null=True)
    place = Text()
    remarks = Text()
    minor = Boolean()
    head = Boolean()
    origin = Text()
    phone = Text()


class BenchSheet(Table, tablename="bench_sheet"):
    day_id = BigInt(primary_key=True)
    production_id = BigInt()
    etag = Text()
    head = Bytea()
    tail = Bytea()


async def bare(token: str, day: int) -> bytes:
    async with pool().acquire() as connection:
        row = await connection.fetchrow(_HEAD, hash_of(token), clock.now(), day)
        lines = await connection.fetch(_LINES, day)
    departments = [
        Department(*key, [Line(*tuple(line)[2:]) for line in group])
        for key, group in groupby(lines, key=itemgetter(0, 1))
    ]
    return cast("bytes", row[0] + msgspec.json.encode(departments) + row[1])


async def tag(token: str, day: int) -> str:
    async with pool().acquire() as connection:
        return cast("str", await connection.fetchval(_TAG, hash_of(token), clock.now(), day))


async def objects(token: str, day: int) -> bytes:
    await tag(token, day)
    sheet = await BenchSheet.objects().where(BenchSheet.day_id == day).first()
    lines = await BenchLine.objects().where(BenchLine.day_id == day).order_by(BenchLine.n)
    departments = [
        Department(*key, [Line(*(getattr(line, field) for field in FIELDS)) for line in group])
        for key, group in groupby(lines, key=lambda line: (line.department_id, line.department))
    ]
    return cast("bytes", sheet.head + msgspec.json.encode(departments) + sheet.tail)  # type: ignore[union-attr]


def app() -> Any:
    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        _, kind, day = scope["path"].split("/")
        token, status, body = cookie_token(scope), 200, b""
        if kind == "tag":
            status = 304 if await tag(token, int(day)) in str(scope["headers"]) else 500
        else:
            body = await (bare if kind == "bare" else objects)(token, int(day))
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        kind = (await receive())["type"]
        if kind == "lifespan.startup":
            await open_pool(os.environ["DATABASE_URL"])
        else:
            await close_pool()
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


if __name__ == "__main__":
    Granian(
        "bench._bare:app", factory=True, interface=Interfaces.ASGI, address="127.0.0.1", port=int(sys.argv[1]),
        workers=1, workers_kill_timeout=2, websockets=False, log_level=LogLevels.warning,
    ).serve()  # fmt: skip
