"""What forgetting writes: in place, so that ledger, versions and custody keep their shape. Each statement says how many
rows it changed, and changes nothing when it is said again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from server.db import Tx
from server.models.notify import subscriptions
from server.rules.upkeep.erasing import FORMER
from server.rules.upkeep.personal import ACTED, Kept
from server.wire import Row

_MINE = "SELECT id FROM notice WHERE production_id = $1 AND member_id = ANY($2::bigint[])"

OF_MEMBERS: Mapping[Kept, tuple[str, ...]] = {
    Kept.DIET: (
        "UPDATE member SET diet = NULL WHERE production_id = $1 AND id = ANY($2::bigint[]) AND diet IS NOT NULL",
    ),
    Kept.BIRTH: (
        (
            "UPDATE member SET born_on = NULL, minor = false WHERE production_id = $1 AND id = ANY($2::bigint[])"
            " AND (born_on IS NOT NULL OR minor)"
        ),
    ),
    Kept.AGREEMENT: (
        (
            "UPDATE member SET rest_pack = NULL WHERE production_id = $1 AND id = ANY($2::bigint[])"
            " AND rest_pack IS NOT NULL"
        ),
    ),
    Kept.CONTACT: (
        (
            "UPDATE member SET email = NULL, mobile = NULL, mobile_typed = NULL, second_number = NULL,"
            " contact_via = NULL, number_shown = false, mail_bounced_at = NULL WHERE production_id = $1"
            " AND id = ANY($2::bigint[]) AND (number_shown OR"
            " coalesce(email, mobile, mobile_typed, second_number, contact_via) IS NOT NULL)"
        ),
        (
            "UPDATE telling SET address = NULL, state = CASE WHEN state IN ('queued', 'claimed') THEN 'dropped'"
            f" ELSE state END WHERE production_id = $1 AND notice_id IN ({_MINE}) AND address IS NOT NULL"
        ),
        f"UPDATE receipt SET proxy = '' WHERE production_id = $1 AND notice_id IN ({_MINE}) AND proxy <> ''",
        "DELETE FROM sms_consent WHERE production_id = $1 AND member_id = ANY($2::bigint[])",
        "DELETE FROM invite WHERE production_id = $1 AND member_id = ANY($2::bigint[])",
        "DELETE FROM personal_link WHERE production_id = $1 AND member_id = ANY($2::bigint[])",
        "DELETE FROM message_link WHERE production_id = $1 AND member_id = ANY($2::bigint[])",
        "DELETE FROM kept_list_member WHERE production_id = $1 AND member_id = ANY($2::bigint[])",
    ),
}
"""By class, of single members: $1 the production, $2 the members."""

OF_PRODUCTION: Mapping[Kept, tuple[str, ...]] = {
    Kept.CONTACT: (
        "UPDATE vendor SET phone = '', email = '' WHERE production_id = $1 AND (phone <> '' OR email <> '')",
    ),
    Kept.IMPORTS: (
        (
            "UPDATE import_run SET said = '{}', changed = '{}', report = CASE WHEN report ? 'made' THEN report ||"
            ' \'{"made": [], "changed": [], "merged": [], "kept": [], "doubted": [], "refused": [], "vanished": [],'
            ' "questions": []}\' ELSE report END'
            " WHERE production_id = $1 AND (said <> '{}' OR changed <> '{}' OR (report ? 'made' AND"
            " report->'made' || (report->'changed') || (report->'merged') || (report->'kept') || (report->'doubted')"
            " || (report->'refused') || (report->'vanished') || (report->'questions') <> '[]'))"
        ),
    ),
    Kept.EVIDENCE: (
        (
            "UPDATE notice SET words = '{}', payload = '{}', reason = '', asked_why = '' WHERE production_id = $1"
            " AND (words <> '{}' OR payload <> '{}' OR reason <> '' OR asked_why <> '')"
        ),
        "UPDATE receipt SET detail = '', proxy = '' WHERE production_id = $1 AND (detail <> '' OR proxy <> '')",
        "UPDATE telling SET answer = '' WHERE production_id = $1 AND answer <> ''",
        "UPDATE task SET why = '' WHERE production_id = $1 AND why <> ''",
        (
            "UPDATE head_question SET answer = '{}', settled = '{}' WHERE production_id = $1"
            " AND answer IS NOT NULL AND (answer <> '{}' OR settled <> '{}')"
        ),
        "UPDATE forced_call SET reason = '' WHERE production_id = $1 AND reason <> ''",
        "DELETE FROM message WHERE production_id = $1",
    ),
}
"""By class, of a whole production, once its wrap lies so far back."""


class Person(Row, frozen=True):
    """A member as far as terms and erasing go: also one who has left."""

    id: int
    account_id: int | None
    name: str
    email: str | None
    mobile: str | None
    mobile_typed: str | None
    second_number: str | None
    created_at: datetime
    removed_at: datetime | None
    forgotten_at: datetime | None
    account_name: str | None
    account_email: str | None


_PERSON = (
    "SELECT id, account_id, name, email, mobile, mobile_typed, second_number, created_at, removed_at, forgotten_at,"
    " (SELECT a.name FROM account a WHERE a.id = account_id), (SELECT a.email FROM account a WHERE a.id = account_id)"
    " FROM member"
)


async def persons(db: Tx, production_id: int) -> list[Person]:
    """Everybody who ever was on it and isn't forgotten."""
    rows = await db.fetch(
        f"{_PERSON} WHERE production_id = $1 AND forgotten_at IS NULL ORDER BY id LIMIT 20000", production_id
    )
    return [Person(*row) for row in rows]


async def person(db: Tx, production_id: int, member_id: int) -> Person | None:
    """Locked; also one who has left, or is forgotten."""
    row = await db.fetchrow(f"{_PERSON} WHERE production_id = $1 AND id = $2 FOR UPDATE", production_id, member_id)
    return Person(*row) if row else None


async def here_again(db: Tx, production_id: int, account_id: int | None) -> int | None:
    """The member that this account is there now, after another was taken off."""
    found: int | None = await db.fetchval(
        "SELECT id FROM member WHERE production_id = $1 AND account_id = $2 AND removed_at IS NULL",
        production_id,
        account_id,
    )
    return found


async def run(db: Tx, statements: Sequence[str], *args: object) -> int:
    """Rows changed by all of them."""
    return sum([int((await db.execute(sql, *args)).rpartition(" ")[2]) for sql in statements])


_OF_ONE = (
    (
        "UPDATE member SET name = $3, roles = '{crew}', proposed_roles = '{}', number_shown = false, rest_pack = NULL,"
        " account_id = $4, forgotten_at = $5, removed_at = coalesce(removed_at, $5), chaser_member_id = NULL,"
        " revision = revision + 1 WHERE production_id = $1 AND id = $2"
    ),
)
_NO_GRANT = ("DELETE FROM access_grant WHERE production_id = $1 AND member_id = $2",)
# what their phone still holds is handed over to the office of a production that the account was on
_ENDED_GRANT = (
    (
        "UPDATE access_grant SET account_id = $3, roles = '{crew}', departments = '{}', heads = '{}', unit_id = NULL,"
        " revoked_at = coalesce(revoked_at, $4), revision = revision + 1 WHERE production_id = $1 AND member_id = $2"
    ),
)
_ALSO_OF_ONE = (
    "DELETE FROM calendar_address WHERE production_id = $1 AND member_id = ANY($2::bigint[])",
    # everybody's copies name them; they are made anew when they are asked for
    "DELETE FROM copy_set WHERE production_id = $1 AND cardinality($2::bigint[]) > 0",
    (
        "UPDATE notice SET payload = '{}', reason = '', asked_why = '' WHERE production_id = $1"
        " AND member_id = ANY($2::bigint[])"
    ),
    f"UPDATE receipt SET detail = '' WHERE production_id = $1 AND notice_id IN ({_MINE}) AND detail <> ''",
    f"UPDATE telling SET answer = '' WHERE production_id = $1 AND notice_id IN ({_MINE}) AND answer <> ''",
    "UPDATE task SET why = '' WHERE production_id = $1 AND member_id = ANY($2::bigint[]) AND why <> ''",
    "UPDATE call SET remarks = '' WHERE production_id = $1 AND member_id = ANY($2::bigint[]) AND remarks <> ''",
    (
        "UPDATE import_run SET said = said #- ARRAY['member', m::text], changed = changed #- ARRAY['member', m::text]"
        " FROM unnest($2::bigint[]) AS m WHERE production_id = $1"
        " AND (said->'member' ? m::text OR changed->'member' ? m::text)"
    ),
)
_NAMED_IN_JSON = (
    (
        "UPDATE head_question SET answer = regexp_replace(answer::text, $2, $3, 'g')::jsonb,"
        " settled = regexp_replace(settled::text, $2, $3, 'g')::jsonb WHERE production_id = $1"
        " AND (answer::text ~ $2 OR settled::text ~ $2)"
    ),
    (
        "UPDATE notice SET words = regexp_replace(words::text, $2, $3, 'g')::jsonb WHERE production_id = $1"
        " AND words::text ~ $2"
    ),
    (
        "UPDATE import_run SET report = regexp_replace(report::text, $2, $3, 'g')::jsonb WHERE production_id = $1"
        " AND report::text ~ $2"
    ),
)
_NAMED = (
    "UPDATE task SET why = regexp_replace(why, $2, $3, 'g') WHERE production_id = $1 AND why ~ $2",
    (
        "UPDATE message SET subject = left(regexp_replace(subject, $2, $3, 'g'), 120),"
        " body = regexp_replace(body, $2, $3, 'g') WHERE production_id = $1 AND (subject ~ $2 OR body ~ $2)"
    ),
    "UPDATE attachment SET name = left(regexp_replace(name, $2, $3, 'g'), 120) WHERE production_id = $1 AND name ~ $2",
    "UPDATE call SET remarks = regexp_replace(remarks, $2, $3, 'g') WHERE production_id = $1 AND remarks ~ $2",
    (
        "UPDATE forced_call SET reason = left(regexp_replace(reason, $2, $3, 'g'), 200) WHERE production_id = $1"
        " AND reason ~ $2"
    ),
    (
        "UPDATE receipt SET detail = regexp_replace(detail, $2, $3, 'g'), proxy = regexp_replace(proxy, $2, $3, 'g')"
        " WHERE production_id = $1 AND (detail <> '' OR proxy <> '') AND (detail ~ $2 OR proxy ~ $2)"
    ),
)
"""Where somebody stands by name, address or number in what was written to others, or of a file."""


class Named(NamedTuple):
    """The pattern of all that names somebody, in plain words and in JSON as text."""

    plain: str
    in_json: str


async def scrub(
    db: Tx, production_id: int, one: Person, named: Named, *, account_id: int | None, now: datetime
) -> None:
    """One member becomes a former crew member. `account_id`: whose acts theirs are."""
    await run(db, _NAMED_IN_JSON, production_id, named.in_json, FORMER)
    await run(db, _NAMED, production_id, named.plain, FORMER)
    for kept in OF_MEMBERS:
        await run(db, OF_MEMBERS[kept], production_id, [one.id])
    await run(db, _ALSO_OF_ONE, production_id, [one.id])
    await run(db, _OF_ONE, production_id, one.id, FORMER, account_id, now)
    if account_id is None:
        await run(db, _NO_GRANT, production_id, one.id)
    else:
        await run(db, _ENDED_GRANT, production_id, one.id, account_id, now)


async def hand_over_acts(db: Tx, production_id: int, account_id: int, *, now: datetime) -> int:
    """What the account did on this production was done by an account of nobody: its id."""
    nobody: int = await db.fetchval("INSERT INTO account (name, created_at) VALUES ($1, $2) RETURNING id", FORMER, now)
    for table, columns in ACTED.items():
        for column in columns.split():
            await db.execute(
                f"UPDATE {table} SET {column} = $3 WHERE production_id = $1 AND {column} = $2",
                production_id, account_id, nobody,
            )  # fmt: skip
    return nobody


class AccountRow(Row, frozen=True):
    id: int
    name: str
    email: str | None
    created_at: datetime


async def account(db: Tx, account_id: int) -> AccountRow | None:
    """Locked."""
    row = await db.fetchrow("SELECT id, name, email, created_at FROM account WHERE id = $1 FOR UPDATE", account_id)
    return AccountRow(*row) if row else None


async def scrub_account(db: Tx, account_id: int) -> None:
    """Nobody signs in with it again, no phone of it is told anything. Ended sessions stay, so that phones hear it."""
    await subscriptions.drop_all(db, account_id)
    for sql in (
        "DELETE FROM passkey WHERE account_id = $1",
        "DELETE FROM passkey_challenge WHERE account_id = $1",
        "DELETE FROM entry_code WHERE account_id = $1 OR email = (SELECT email FROM account WHERE id = $1)",
        "DELETE FROM calendar_address WHERE account_id = $1 /* across productions: all of one account */",
        "DELETE FROM day_here WHERE account_id = $1 /* across productions: all of one account */",
        "DELETE FROM parked WHERE account_id = $1 AND settled_at IS NOT NULL /* across productions: the same */",
        "UPDATE device SET name = '', clock_offset_ms = 0 WHERE account_id = $1",
    ):
        await db.execute(sql, account_id)
    await db.execute(
        "UPDATE account SET name = $2, email = NULL, mobile = NULL, clock = '24', theme = 'auto', locale = 'en',"
        " passkey_only = false WHERE id = $1",
        account_id, FORMER,
    )  # fmt: skip


async def drop_mail(db: Tx, address: str) -> None:
    """What was captured for an address, and what still waits to be sent to it."""
    await db.execute("DELETE FROM captured_mail WHERE recipient = $1", address)
    await db.execute(
        "DELETE FROM pgqueuer WHERE entrypoint = 'mail_sign_in'"
        " AND convert_from(payload, 'UTF8')::jsonb->>'email' = $1",
        address,
    )


class ProductionTerms(Row, frozen=True):
    id: int
    name: str
    zone: str
    wrapped_on: date | None
    archived_at: datetime | None
    terms: str
    hold: str


_TERMS = (
    "SELECT p.id, p.name, p.zone, p.wrapped_on, p.archived_at, coalesce(k.terms::text, '{}'), coalesce(k.hold, '')"
    " FROM production p LEFT JOIN keeping k ON k.production_id = p.id"
)


async def all_terms(db: Tx) -> list[ProductionTerms]:
    """Of every production of the installation."""
    return [ProductionTerms(*row) for row in await db.fetch(f"{_TERMS} ORDER BY p.id LIMIT 10000")]


async def terms(db: Tx, production_id: int) -> ProductionTerms | None:
    row = await db.fetchrow(f"{_TERMS} WHERE p.id = $1", production_id)
    return ProductionTerms(*row) if row else None


async def forget_devices(db: Tx, before: datetime) -> int:
    """Sessions that ended, and then devices without one, before `before`."""
    ended = await db.execute("DELETE FROM session WHERE coalesce(revoked_at, expires_at) < $1", before)
    gone = await db.execute(
        "UPDATE device d SET name = '', clock_offset_ms = 0 WHERE d.seen_at < $1 AND d.name <> ''"
        " AND NOT EXISTS (SELECT FROM session s WHERE s.device_id = d.id)",
        before,
    )
    return int(ended.rpartition(" ")[2]) + int(gone.rpartition(" ")[2])


async def forget_mail(db: Tx, before: datetime) -> int:
    mail = await db.execute("DELETE FROM captured_mail WHERE at < $1", before)
    failed = await db.execute(
        "DELETE FROM pgqueuer WHERE entrypoint LIKE 'mail_%' AND status = 'failed' AND updated < $1", before
    )
    return int(mail.rpartition(" ")[2]) + int(failed.rpartition(" ")[2])


async def silent_accounts(db: Tx, before: datetime) -> list[int]:
    """On no production as somebody known, and not used since `before`."""
    rows = await db.fetch(
        "SELECT a.id FROM account a WHERE a.email IS NOT NULL AND a.created_at < $1"
        " AND NOT EXISTS (SELECT FROM member m WHERE m.account_id = a.id AND m.forgotten_at IS NULL)"
        " AND NOT EXISTS (SELECT FROM session s WHERE s.account_id = a.id AND s.seen_at >= $1)"
        " ORDER BY a.id LIMIT 500 -- across productions: an account belongs to none",
        before,
    )
    return [row[0] for row in rows]
