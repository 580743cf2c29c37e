"""The personal page as HTML: no script, no picture from elsewhere, every word escaped."""

import base64
import hashlib
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from server.rules.production.clock_face import face
from server.rules.sheets.held import HeldPlaceOut, MyCall, PushDay
from server.rules.sheets.paper import ink_of
from server.rules.sheets.words import short_date
from server.services.sheets.copies import Freshness
from server.services.sheets.link import Personal

STYLE = (Path(__file__).parent / "personal.css").read_text()
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}
KINDS = {
    "on_call": "on call", "no_call": "not called", "will_notify": "time to come", "hold": "on hold",
    "cancelled": "not called",
}  # fmt: skip


def page(title: str, body: str, *, ink: str = "#ffffff") -> str:
    """`ink` is one of the revision colours, chosen by us; it is an attribute of the band's drawing, not a style."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f'<body><svg class="ink" aria-hidden="true" width="100%" height="100%"><rect width="100%" height="100%"'
        f' fill="{ink}"/></svg>{body}</body></html>'
    )


def personal(token: str, found: Personal, *, now: datetime) -> str:
    """Own call first, then Got it, the whole sheet, the office; places; the offer to install last and once."""
    day = found.day
    if day is None or day.version is None:
        return page("Your call", _band(found.production, "", "", "") + _nothing(found))
    local = ZoneInfo(day.zone)
    issued = day.version.issued_at.astimezone(local)
    number = f"Day {day.day_number} of {day.days_total} · " if day.day_number else ""
    band = _band(
        found.production, f"{number}{short_date(day.on_date)}", day.version.colour.upper(),
        f"v{day.version.number} · {short_date(issued.date())} "
        + face(issued.hour * 60 + issued.minute, twelve=found.twelve),
    )  # fmt: skip
    calls = [call for call in day.calls if call.kind != "no_call"]
    parts = [
        _who(found, day),
        _call(day, calls, found, now),
        _acts(token, day, calls, found),
        *(_place(place) for place in day.places if place.kind in ("base_camp", "crew_parking", "hospital")),
        _install(found),
        _foot(found, local),
    ]
    return page("Your call", band + f"<main>{''.join(parts)}</main>", ink=ink_of(day.version.colour))


def fresh(found: Freshness, *, twelve: bool = False) -> str:
    """What the code on a printed sheet says: is this the newest?"""
    this = escape(found.this.upper())
    if found.newest is None or found.since is None:
        words = f"<h2>This {this} is the newest sheet.</h2>"
    else:
        at = found.since.astimezone(ZoneInfo(found.zone))
        since = f"{face(at.hour * 60 + at.minute, twelve=twelve)}, {short_date(at.date())}"
        words = (
            f"<h2>This {this} is old.</h2><p>{escape(found.newest.upper())} has been out since"
            f" {since}. Ask for it, or look at your phone.</p>"
        )
    return page("Newest?", f"<main>{words}</main>", ink=ink_of(found.newest or found.this))


def _band(production: str, when: str, colour: str, version: str) -> str:
    return (
        f"<header><div><h1>{escape(production)}</h1><p>{escape(when)}</p></div>"
        f'<div class="rev"><b>{escape(colour)}</b><span>{escape(version)}</span></div></header>'
    )


def _who(found: Personal, day: PushDay) -> str:
    titles = ", ".join(dict.fromkeys(call.position for call in day.calls if call.position))
    return f'<p class="who">{escape(found.name)}{" · " if titles else ""}{escape(titles)}</p>'


def _clock(at: datetime, day: PushDay, found: Personal) -> str:
    local = at.astimezone(ZoneInfo(day.zone))
    days = (local.date() - day.on_date).days
    after = "" if not days else f" {short_date(local.date())}"
    return face(local.hour * 60 + local.minute, twelve=found.twelve) + after


def _call(day: PushDay, calls: list[MyCall], found: Personal, now: datetime) -> str:
    if day.state == "cancelled":
        why = f"<p>{escape(day.version.reason)}</p>" if day.version and day.version.reason else ""
        return f'<section class="call"><div class="hero small">Cancelled</div>{why}</section>'
    if not calls:
        return '<section class="call"><div class="hero small">Not called</div></section>'
    today = now.astimezone(ZoneInfo(day.zone)).date()
    first = min(calls, key=lambda call: (call.at is None, call.at or now))
    hero = _clock(first.at, day, found) if first.at else KINDS.get(first.kind, "")
    # of the clock, not of the day: a call at 01:30 in Friday's night is tomorrow's on Friday
    on = first.at.astimezone(ZoneInfo(day.zone)).date() if first.at else day.on_date
    when = {today: "today", today + timedelta(days=1): "tomorrow"}.get(on, short_date(on))
    was = _was(day, found)
    tag = f'<span class="changed">◆ Changed</span><span class="was">was {escape(was)}</span>' if was else ""
    lines = [f"<p>Pickup <b>{_clock(call.pickup, day, found)}</b></p>" for call in calls if call.pickup]
    lines += [
        f"<p>{escape(call.position)} <b>{_clock(call.at, day, found) if call.at else KINDS.get(call.kind, '')}</b>"
        f"{', ' + escape(call.place) if call.place else ''}</p>"
        for call in calls
        if len(calls) > 1 or call.place
    ]
    lines += [f"<p>Planned release <b>{_clock(call.release, day, found)}</b></p>" for call in calls if call.release]
    if not first.at and first.kind in ("hold", "will_notify"):
        lines.append("<p>Stay reachable.</p>")
    reason = f"<p>{escape(day.version.reason)}</p>" if day.version and day.version.reason else ""
    return (
        f'<section class="call"><div class="top"><span class="label">Your call, {when}</span>{tag}</div>'
        f'<div class="hero">{hero}</div>{"".join(lines)}{reason}</section>'
    )


def _was(day: PushDay, found: Personal) -> str:
    fields = day.change.fields if day.change else []
    old = next((field.old for field in fields if field.field == "call" and field.instant and field.old), None)
    return _clock(datetime.fromisoformat(old), day, found) if old else ""


def _acts(token: str, day: PushDay, calls: list[MyCall], found: Personal) -> str:
    coming = () if day.state == "cancelled" else calls
    first = next((call.at for call in coming if call.at), None)
    pickup = next((call.pickup for call in coming if call.pickup), None)
    said = ": " + _clock(first, day, found) if first else ""
    said += f", pickup {_clock(pickup, day, found)}" if pickup else ""
    got = f'<form method="post" action="/p/{escape(token)}/got-it"><button class="primary">Got it{said}</button></form>'
    if found.confirmed:
        got = '<p class="done" role="status">You said Got it. The office sees it.</p>'
    elif found.notice_id is None:
        got = ""
    office = ""
    if found.office_phone:
        office = f'<a class="btn" href="tel:{quote(found.office_phone, safe="+")}">Office</a>'
    whole = f'<a class="btn" href="/p/{escape(token)}/sheet.pdf">Whole sheet</a>'
    return f'<div class="acts">{got}<div class="two">{whole}{office}</div></div>'


LABELS = {"base_camp": "Base camp", "crew_parking": "Parking", "hospital": "Emergency"}


def _place(place: HeldPlaceOut) -> str:
    detail = " · ".join(escape(part) for part in (place.address, place.notes) if part)
    act = ""
    if place.kind == "hospital" and place.phone:
        act = f'<a class="btn square" href="tel:{quote(place.phone, safe="+")}">Ring</a>'
    elif place.address or place.lat is not None:
        where = f"{place.lat},{place.lng}" if place.lat is not None else f"{place.name}, {place.address}"
        act = f'<a class="btn square" href="https://maps.google.com/?q={quote(where)}" rel="noreferrer">Route</a>'
    return (
        f'<div class="row"><div><b>{LABELS[place.kind]}: {escape(place.name)}</b><span>{detail}</span></div>{act}</div>'
    )


def _install(found: Personal) -> str:
    if found.joined:
        return ""
    return (
        '<section class="inst"><b>Want it to ring when it changes?</b><p>And to show your call with no signal.'
        ' Nothing to pay.</p><a class="btn big" href="/install">Put it on this phone</a></section>'
    )


def _foot(found: Personal, zone: ZoneInfo) -> str:
    last = (found.until.astimezone(zone) - timedelta(minutes=1)).date()
    ring = f" Not you? Ring the office: {escape(found.office_phone)}." if found.office_phone else ""
    return f'<p class="foot">This page is yours: only your day, until {short_date(last)}.{ring}</p>'


def _nothing(found: Personal) -> str:
    return f'<main><p class="who">{escape(found.name)}</p><p>You are not on the newest sheet of this day.</p></main>'
