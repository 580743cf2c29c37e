"""One statement for all that is kept about one account: on every production it is, or was, a member of."""

from datetime import date, datetime

from server.db import Tx
from server.wire import Row

MOST = 200
"""Productions, newest first."""


class DeviceRow(Row, frozen=True):
    name: str
    installed: bool
    created_at: datetime
    seen_at: datetime
    revoked_at: datetime | None


class AccountRow(Row, frozen=True):
    name: str
    email: str | None
    mobile: str | None
    clock: str
    theme: str
    created_at: datetime


class MemberRow(Row, frozen=True):
    """The lists as JSON: their fields are those of services/reports/record.py."""

    production: str
    archived_at: datetime | None
    name: str
    email: str
    mobile: str
    second_number: str
    contact_via: str
    diet: str
    born_on: date | None
    number_shown: bool
    roles: list[str]
    joined_at: datetime
    left_at: datetime | None
    positions: bytes
    told: bytes
    gear: bytes
    log: bytes
    approved: bytes
    calendars: bytes
    texts: bytes
    tasks: bytes


_LIST = "coalesce(json_agg({item} ORDER BY {order}), '[]')::text::bytea"
_POSITIONS = _LIST.format(
    item="json_build_object('department', d.name, 'title', p.title, 'head', p.head, 'starts_on', p.starts_on,"
    " 'ends_on', p.ends_on, 'only_on', p.only_on)",
    order="p.sort, p.id",
)
_EVIDENCE = (
    "(SELECT coalesce(json_agg(json_build_object('state', r.state, 'channel', r.channel, 'proxy', r.proxy, 'at', r.at,"
    " 'device_at', r.device_at) ORDER BY r.at, r.id), '[]') FROM receipt r"
    " WHERE r.production_id = n.production_id AND r.notice_id = n.id)"
)
_TOLD = _LIST.format(
    item="json_build_object('about', n.subject, 'on', y.on_date, 'version', n.rank,"
    " 'title', coalesce(n.words->>'title', ''), 'body', coalesce(n.words->>'body', ''), 'at', n.release_at,"
    f" 'state', n.state, 'evidence', {_EVIDENCE})",
    order="n.id",
)
_GEAR = _LIST.format(
    item="json_build_object('thing', coalesce(t.code, t.name), 'verb', e.verb, 'to_me', e.holder_kind = 'member'"
    " AND e.holder_id = m.id, 'by_me', coalesce(e.by_account = m.account_id, false), 'at', e.device_at,"
    " 'place', e.place)",
    order="e.n",
)
_LOG = _LIST.format(
    item="json_build_object('on', y.on_date, 'kind', l.kind, 'at', l.at, 'device_at', l.device_at, 'by_me',"
    " coalesce(l.by_account = m.account_id, false))",
    order="l.n",
)
_APPROVED = _LIST.format(
    item="json_build_object('on', y.on_date, 'role', a.role, 'colour', a.colour, 'given', a.given, 'at', a.at)",
    order="a.id",
)
_CALENDARS = _LIST.format(item="json_build_object('made_at', c.made_at, 'ended_at', c.revoked_at)", order="c.id")
_TEXTS = _LIST.format(
    item="json_build_object('number', s.number, 'agreed_at', s.agreed_at, 'agreed_on', s.agreed_on, 'stopped_at',"
    " s.stopped_at)",
    order="s.agreed_at",
)
_TASKS = _LIST.format(
    item="json_build_object('kind', k.kind, 'why', k.why, 'at', k.created_at, 'settled_at', k.settled_at)", order="k.id"
)
_OF = f"""
SELECT pr.name, pr.archived_at, m.name, coalesce(m.email, ''), coalesce(m.mobile_typed, m.mobile, ''),
  coalesce(m.second_number, ''), coalesce(m.contact_via, ''), coalesce(m.diet, ''), m.born_on, m.number_shown, m.roles,
  m.created_at, m.removed_at,
  (SELECT {_POSITIONS} FROM member_position p JOIN department d ON d.production_id = p.production_id
    AND d.id = p.department_id WHERE p.production_id = m.production_id AND p.member_id = m.id),
  (SELECT {_TOLD} FROM notice n LEFT JOIN shooting_day y ON y.production_id = n.production_id AND y.id = n.subject_id
    AND n.subject = 'sheet' WHERE n.production_id = m.production_id AND n.member_id = m.id AND n.release_at <= $2),
  (SELECT {_GEAR} FROM custody_event e JOIN thing t ON t.production_id = e.production_id AND t.id = e.thing_id
    WHERE e.production_id = m.production_id
    AND (e.by_account = m.account_id OR (e.holder_kind = 'member' AND e.holder_id = m.id))),
  (SELECT {_LOG} FROM day_log l JOIN shooting_day y ON y.production_id = l.production_id AND y.id = l.day_id
    WHERE l.production_id = m.production_id AND (l.by_account = m.account_id OR l.member_id = m.id)),
  (SELECT {_APPROVED} FROM approval a JOIN shooting_day y ON y.production_id = a.production_id AND y.id = a.day_id
    WHERE a.production_id = m.production_id AND a.by_account = m.account_id),
  (SELECT {_CALENDARS} FROM calendar_address c WHERE c.production_id = m.production_id
    AND c.member_id = m.id AND c.account_id = m.account_id),
  (SELECT {_TEXTS} FROM sms_consent s WHERE s.production_id = m.production_id AND s.member_id = m.id),
  (SELECT {_TASKS} FROM task k WHERE k.production_id = m.production_id AND k.member_id = m.id)
FROM member m JOIN production pr ON pr.id = m.production_id
WHERE """


async def account(db: Tx, account_id: int) -> AccountRow:
    row = await db.fetchrow(
        "SELECT name, email, mobile, clock, theme, created_at FROM account WHERE id = $1", account_id
    )
    return AccountRow(*row)


async def devices(db: Tx, account_id: int) -> list[DeviceRow]:
    rows = await db.fetch(
        "SELECT name, installed, created_at, seen_at, revoked_at FROM device WHERE account_id = $1"
        " ORDER BY id LIMIT 200",
        account_id,
    )
    return [DeviceRow(*row) for row in rows]


class PasskeyRow(Row, frozen=True):
    name: str
    created_at: datetime
    used_at: datetime | None


async def passkeys(db: Tx, account_id: int) -> list[PasskeyRow]:
    rows = await db.fetch(
        "SELECT name, created_at, used_at FROM passkey WHERE account_id = $1 ORDER BY id LIMIT 50", account_id
    )
    return [PasskeyRow(*row) for row in rows]


async def members(db: Tx, account_id: int, now: datetime) -> list[MemberRow]:
    """Also where one has left; what is held back for the hold's seconds isn't told yet."""
    # across productions: of one account, whose own record it is
    found = await db.fetch(
        f"{_OF} m.account_id = $1 ORDER BY m.id DESC LIMIT {MOST}",
        account_id, now,
    )  # fmt: skip
    return [MemberRow(*row) for row in found]


async def member(db: Tx, production_id: int, member_id: int, now: datetime) -> MemberRow | None:
    """One, on one production; None where nobody is known under the number any more."""
    row = await db.fetchrow(
        f"{_OF} m.production_id = $1 AND m.id = $3 AND m.forgotten_at IS NULL", production_id, now, member_id
    )
    return MemberRow(*row) if row else None
