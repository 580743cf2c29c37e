"""Productions as they are on a day of shooting: 150 crew with the app, 60 cases, and a sheet that is out."""

from dataclasses import dataclass
from datetime import timedelta

from server import clock
from server.db import Tx, tx
from server.rules.access import Actor, Membership, Role
from server.services.access.sessions import hash_of
from server.services.gear.things import ThingWrite, make_things
from server.services.sheets.publish import PublishIn, publish

CREW = 150
CASES = 60
DEPARTMENTS = 12


@dataclass(frozen=True)
class Shoot:
    production: int
    day: int
    office: Actor
    crew: Actor
    cases: list[int]

    @property
    def office_token(self) -> str:
        return token_of(self.office.account_id)

    @property
    def crew_token(self) -> str:
        return token_of(self.crew.account_id)


def token_of(account_id: int) -> str:
    return f"benchmark-of-account-{account_id:012}"


async def shoot(crew: int = CREW) -> Shoot:
    """One more production, its sheet issued; everybody is signed in."""
    now = clock.now()
    async with tx() as db:
        production: int = await db.fetchval("INSERT INTO production (name) VALUES ('Harbour Lights') RETURNING id")
    async with tx(production) as db:
        departments = await _departments(db, production)
        people = await _people(db, production, departments, crew)
        day = await _day(db, production)
        cases = [
            ThingWrite(kind="case", name=f"Case {n}", code=f"CAM-{n:03}", department_id=departments[n % DEPARTMENTS])
            for n in range(CASES)
        ]
        things = await make_things(db, production, cases, now=now)
    office, reader = (
        Actor(account, memberships={production: Membership(production, member, frozenset({role}))})
        for (account, member), role in zip(people, (Role.COORDINATOR, Role.CREW), strict=False)
    )
    wanted = PublishIn(base_version=0, day_revision=1, at_once=True)
    await publish(production_id=production, day_id=day, wanted=wanted, by=office, now=now)
    async with tx(production) as db:
        await db.execute(_SHOWN, production)
    return Shoot(production, day, office, reader, things)


# What the worker and the phones would have written by the evening: sent, accepted, shown.
_SHOWN = """
WITH shown AS (UPDATE notice SET state = 'shown' WHERE production_id = $1 AND state = 'held' RETURNING id)
INSERT INTO receipt (id, production_id, notice_id, state, channel)
SELECT gen_random_uuid(), $1, id, state, 'push' FROM shown, unnest('{queued,accepted,shown}'::text[]) AS state
"""


async def settled(db: Tx) -> None:
    """As autovacuum leaves the tables: statistics and visibility are those of a quiet evening."""
    await db.execute("VACUUM (ANALYZE)")


async def _departments(db: Tx, production: int) -> list[int]:
    rows = await db.fetch(
        "INSERT INTO department (production_id, name, sort) SELECT $1, 'Department ' || n, n"
        " FROM generate_series(1, $2::int) n RETURNING id",
        production, DEPARTMENTS,
    )  # fmt: skip
    return [row[0] for row in rows]


async def _people(db: Tx, production: int, departments: list[int], many: int) -> list[tuple[int, int]]:
    """(account, member) of each; the first is the coordinator."""
    names = [f"{_FIRST[n % len(_FIRST)]}{n} {_LAST[n % len(_LAST)]}" for n in range(many)]
    accounts = await _ids(db, "INSERT INTO account (name) SELECT unnest($1::text[]) RETURNING id", names)
    members = await _ids(
        db, "INSERT INTO member (production_id, account_id, name, mobile, email, roles)"
        " SELECT $1, account, name, '+1212555' || lpad(n::text, 4, '0'), 'crew' || account || '@example.test',"
        " CASE WHEN n = 1 THEN '{coordinator}'::text[] ELSE '{crew}' END"
        " FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS told(account, name, n) RETURNING id",
        production, accounts, names,
    )  # fmt: skip
    works_in = [departments[n % DEPARTMENTS] for n in range(many)]
    await db.execute(
        "INSERT INTO member_position (production_id, member_id, department_id, title, sort)"
        " SELECT $1, member, department, 'Position ' || n, n"
        " FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS told(member, department, n)",
        production, members, works_in,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO access_grant (production_id, account_id, member_id, roles, departments)"
        " SELECT $1, m.account_id, m.id, m.roles, ARRAY[p.department_id] FROM member m JOIN member_position p"
        " ON p.production_id = m.production_id AND p.member_id = m.id WHERE m.production_id = $1",
        production,
    )
    devices = await _ids(db, "INSERT INTO device (account_id) SELECT unnest($1::bigint[]) RETURNING id", accounts)
    await db.execute(
        "INSERT INTO session (account_id, device_id, token_hash, expires_at)"
        " SELECT unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bytea[]), $4",
        accounts, devices, [hash_of(token_of(account)) for account in accounts], clock.now() + timedelta(days=14),
    )  # fmt: skip
    return list(zip(accounts, members, strict=True))


async def _day(db: Tx, production: int) -> int:
    unit = await db.fetchval("INSERT INTO unit (production_id, name) VALUES ($1, 'Main') RETURNING id", production)
    day: int = await db.fetchval(
        "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, general_call, estimated_wrap)"
        " VALUES ($1, $2, $3, 'America/New_York', 402, 1122) RETURNING id",
        production, unit, (clock.now() + timedelta(days=1)).date(),
    )  # fmt: skip
    for sort, kind in enumerate(("base_camp", "crew_parking", "set", "hospital"), 1):
        place = await db.fetchval(
            "INSERT INTO place (production_id, name, address) VALUES ($1, $2, '210 Pine Lake Road') RETURNING id",
            production, kind.title(),
        )  # fmt: skip
        await db.execute(
            "INSERT INTO day_place (production_id, day_id, place_id, kind, sort) VALUES ($1, $2, $3, $4, $5)",
            production, day, place, kind, sort,
        )  # fmt: skip
    await db.execute(
        "WITH made AS (INSERT INTO scene (production_id, number, set_name, eighths)"
        " SELECT $1, n::text, 'INT LODGE ' || n, n FROM generate_series(1, 7) n RETURNING id)"
        " INSERT INTO day_scene (production_id, day_id, sort, scene_id)"
        " SELECT $1, $2, row_number() OVER (ORDER BY id), id FROM made",
        production, day,
    )  # fmt: skip
    return day


async def _ids(db: Tx, sql: str, *args: object) -> list[int]:
    return [row[0] for row in await db.fetch(sql, *args)]


_FIRST = [*"ABCDEFGHIJKLM"]
_LAST = [
    "Adeyemi",
    "Bauer",
    "Castillo",
    "Dvorak",
    "Eriksen",
    "Fournier",
    "Greene",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowal",
    "Li",
]
