"""One of everything, twice: the same kind of row in Nia's production and in Theo's, so that ids can be swapped."""

from base64 import b64decode
from datetime import UTC, date, datetime
from uuid import uuid4

from server.db import tx
from server.rules.intake.report import ImportReport
from server.rules.sheets.snapshot import Head, Snapshot, freeze
from server.wire import as_text

KEYS = {"logo": "mark", "label": "code", "thing_state": "thing_id", "rule_pack": "key"}
_NOON = datetime(2030, 4, 11, 12, tzinfo=UTC)
_PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
_NOTE = as_text(
    ImportReport(
        kind="gear", file_name="x.csv", production_id=1, production="X", says="", dry_run=False, import_id=1, counts={},
        done={}, made=[], changed=[], merged=[], kept=[], doubted=[], refused=[], vanished=[], more={}, questions=[],
        first_day=None, last_day=None, shift_days=0,
    )
)  # fmt: skip


async def twins(world):
    """(Nia's ids, Theo's ids), each by the name that a path, query or body gives them."""
    async with tx() as db:
        nia = await one_of_each(db, world.production, world.people["nia"])
        theo = await one_of_each(db, world.other_production, world.people["theo"])
    return nia, theo


async def one_of_each(db, production, person):
    async def one(table, **values):
        columns = ", ".join(["production_id", *values])
        places = ", ".join(f"${n}" for n in range(1, len(values) + 2))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING *"
        return (await db.fetchrow(sql, production, *values.values()))[KEYS.get(table, "id")]

    ids = {"production_id": production, "account_id": person.account_id}
    await one("logo", png=_PIXEL, width=1, height=1, alt="A ferry", mark=str(production), set_at=_NOON)
    ids["unit_id"] = await one("unit", name="Splinter")
    ids["department_id"] = await one("department", name="Grip")
    ids["member_id"] = ids["members"] = await one("member", name="Twin", email="twin@example.test")
    ids["position_id"] = await one("member_position", member_id=ids["member_id"], department_id=ids["department_id"])
    ids["place_id"] = await one("place", name="North field")
    ids["vehicle_id"] = await one("vehicle", name="Truck")
    ids["vendor_id"] = await one("vendor", name="Lens House")
    ids["parked_id"] = await one(
        "parked", id=uuid4(), account_id=person.account_id, v=1, method="POST", path="/api/x", body=b"{}", why="left"
    )
    ids["key"] = await one(
        "rule_pack", key=f"own_{production}", at=_NOON,
        pack=as_text({"id": f"own_{production}", "name": "Ours", "jurisdiction": "US", "read_on": "2026-11"}),
    )  # fmt: skip
    ids |= await _work(one, ids)
    ids |= await _gear(one, ids, person)
    ids["import_id"] = await one("import_run", kind="gear", file_name="x.csv", file_hash=b"x", report=_NOTE, made="{}")
    ids |= await _telling(db, one, ids, person)
    ids |= await _messages(db, one, ids)
    return {name: str(value) if not isinstance(value, int | str) else value for name, value in ids.items()}


async def _work(one, ids):
    made = {"scene_id": await one("scene", number="1A"), "element_id": await one("element", category=100, name="SARA")}
    made["board_id"] = await one("board", name="First pass")
    made["day_group_id"] = await one("day_group", board_id=made["board_id"], sort=1)
    made["strip_id"] = await one("strip", day_group_id=made["day_group_id"], sort=1, scene_id=made["scene_id"])
    made["day_id"] = await one(
        "shooting_day", unit_id=ids["unit_id"], on_date=date(2030, 4, 11), zone="UTC", general_call=402
    )
    made["template_id"] = await one("day_template", name="Stage", content="{}")
    await one(
        "count_sent", day_id=made["day_id"], whom="catering", stage="final", numbers="{}",
        by_account=ids["account_id"], at=_NOON,
    )  # fmt: skip
    await one(
        "head_question", day_id=made["day_id"], department_id=ids["department_id"], asked_by=ids["account_id"],
        asked_at=_NOON, answer_by=_NOON, answer=as_text({"note": "Crane"}), answered_at=_NOON, revision=1,
    )  # fmt: skip
    made["call_id"] = await one(
        "call", day_id=made["day_id"], member_id=ids["member_id"], kind="absolute", at_minutes=360
    )
    made["day_place_id"] = await one("day_place", day_id=made["day_id"], place_id=ids["place_id"], kind="set")
    made["day_scene_id"] = await one("day_scene", day_id=made["day_id"], sort=1, scene_id=made["scene_id"])
    made["note_id"] = await one("day_note", day_id=made["day_id"], text="Bring boots")
    made["run_id"] = made["import_id"] = await one(
        "import_run", kind="crew", file_name="crew.csv", file_hash=b"x", report="{}", made="{}"
    )
    return made


async def _gear(one, ids, person):
    thing = await one("thing", kind="case", code="CAM-07", name="Lenses", department_id=ids["department_id"])
    event, check = uuid4(), uuid4()
    await one("thing_state", thing_id=thing)
    made = {"thing_id": thing, "check_id": await one(
        "gear_check", id=check, scope_kind="vehicle", scope_id=ids["vehicle_id"], started_by=person.account_id,
        started_at=_NOON,
    )}  # fmt: skip
    made["code"] = await one("label", code=f"{ids['production_id']:010d}", thing_id=thing)
    await one(
        "custody_event", id=event, thing_id=thing, verb="take", holder_kind="member", holder_id=ids["member_id"],
        by_account=person.account_id, device=str(uuid4()), device_seq=1, hlc=1, device_at=_NOON, late=False, body_hash=b"x",
    )  # fmt: skip
    made["dispute_id"] = await one("dispute", thing_id=thing, event_id=event)
    return made


def _page(ids):
    head = Head(day_id=ids["day_id"], unit_id=ids["unit_id"], unit="Splinter", on_date=date(2030, 4, 11), zone="UTC")
    return freeze(Snapshot(head=head))


async def _telling(db, one, ids, person):
    made = {"version_id": await one(
        "sheet_version", day_id=ids["day_id"], number=1, colour="White", snapshot=_page(ids), day_revision=1,
        issued_by=person.account_id, issued_at=_NOON, release_at=_NOON,
    )}  # fmt: skip
    made["since_id"] = made["version_id"]
    made["set_id"] = await one(
        "copy_set", day_id=ids["day_id"], version_id=made["version_id"], half=False, asked_by=person.account_id,
        asked_at=_NOON, ends_at=datetime(2040, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    await db.execute(
        "INSERT INTO personal_copy (production_id, set_id, member_id, sort) VALUES ($1, $2, $3, 1)",
        ids["production_id"], made["set_id"], ids["member_id"],
    )  # fmt: skip
    made["notice_id"] = await one(
        "notice", member_id=ids["member_id"], subject="sheet", subject_id=ids["day_id"], rank=1, rings=True, words="{}",
        payload="{}", release_at=_NOON, expires_at=_NOON,
    )  # fmt: skip
    made["task_id"] = await one(
        "task", kind="ring", subject="day", subject_id=ids["day_id"], member_id=ids["member_id"]
    )
    made["link_id"] = await one(
        "personal_link", member_id=ids["member_id"], day_id=ids["day_id"], token_hash=uuid4().bytes, expires_at=_NOON
    )
    made["passkey_id"] = await db.fetchval(
        "INSERT INTO passkey (account_id, credential_id, public_key, sign_count, synced, name, created_at)"
        " VALUES ($1, $2, 'x', 0, false, 'twin', now()) RETURNING id", person.account_id, uuid4().bytes,
    )  # fmt: skip
    made["device_id"] = await db.fetchval(
        "INSERT INTO device (account_id, name) VALUES ($1, 'twin') RETURNING id", person.account_id
    )
    made["subscription_id"] = await db.fetchval(
        "INSERT INTO subscription (account_id, endpoint, p256dh, auth) VALUES ($1, $2, 'x', 'x') RETURNING id",
        person.account_id, f"https://updates.push.services.mozilla.com/{uuid4()}",
    )  # fmt: skip
    return made


async def _messages(db, one, ids):
    made = {"list_id": await one("kept_list", name="Stunt team")}
    await db.execute(
        "INSERT INTO kept_list_member (production_id, list_id, member_id) VALUES ($1, $2, $3)",
        ids["production_id"], made["list_id"], ids["member_id"],
    )  # fmt: skip
    made["message_id"] = await one(
        "message", request_id=uuid4(), subject="Road closed", body="Use the bridge.", must_confirm=False,
        list_kind="kept", list_name="Stunt team", sent_at=_NOON, release_at=_NOON,
    )  # fmt: skip
    made["attachment_id"] = await one(
        "attachment", message_id=made["message_id"], name="map.pdf", kind="application/pdf", size=5, content=b"%PDF-"
    )
    await one(
        "notice", member_id=ids["member_id"], subject="message", subject_id=made["message_id"], rank=1, rings=True,
        words="{}", payload="{}", release_at=_NOON, expires_at=_NOON,
    )  # fmt: skip
    return made


async def rows_of(production):
    """A fingerprint of every row of a production and of its people's sign-ins, by table."""
    async with tx() as db:
        tables = [row[0] for row in await db.fetch(_TENANT)]
        parts = [
            f"SELECT '{t}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {t} t WHERE production_id = $1"
            for t in tables
        ] + [
            f"SELECT '{t}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {t} t"
            " WHERE account_id IN (SELECT account_id FROM access_grant WHERE production_id = $1)"
            for t in ("device", "session", "subscription")
        ]
        return dict(await db.fetch(" UNION ALL ".join(parts), production))


_TENANT = """
SELECT DISTINCT c.table_name FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
WHERE c.column_name = 'production_id' AND c.table_schema = 'public'
"""
