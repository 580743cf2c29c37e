"""Every column that tells something of a person, by class: the class decides for how long it is kept (`terms`).

A test holds the two tables below against the database: a column that is in neither, or in both, turns it red. Columns
that only point or count (ids, instants, revisions, who did it) say nothing once the row they point to is forgotten.
"""

import re
from enum import StrEnum


class Kept(StrEnum):
    CONTACT = "contact"
    """How somebody is reached: numbers, addresses, agents, whatever was sent to them by name."""
    DIET = "diet"
    BIRTH = "birth"
    """Birthdays, and what is known of minors."""
    AGREEMENT = "agreement"
    """Under which terms somebody works."""
    IDENTITY = "identity"
    """The name, and the account behind it."""
    EVIDENCE = "evidence"
    """Who was told what and when: the notices' words and what came of them."""
    IMPORTS = "imports"
    """What imported files said of people."""
    DEVICE = "device"
    """Phones, where they are and when they were seen."""
    DOOR = "door"
    """What opens a door: it ends with its owner's right, or by its own date."""
    PASSING = "passing"
    """Kept for days or weeks: mail that was captured, requests that wait, found cases."""
    HISTORY = "history"
    """What happened on the shoot. It stays, and names nobody once its people are forgotten."""


PERSONAL: dict[Kept, dict[str, str]] = {
    Kept.CONTACT: {
        "member": "email mobile mobile_typed second_number contact_via number_shown",
        "telling": "address",
        "receipt": "proxy",
        "sms_consent": "number agreed_on agreed_by stopped_how",
        "vendor": "phone email",
    },
    Kept.DIET: {"member": "diet"},
    Kept.BIRTH: {"member": "born_on minor"},
    Kept.AGREEMENT: {"member": "rest_pack"},
    Kept.IDENTITY: {
        "member": "name roles proposed_roles",
        "account": "email name mobile clock theme locale passkey_only",
        "access_grant": "roles departments heads",
        "call": "remarks",
    },
    Kept.EVIDENCE: {
        "notice": "words payload reason asked_why",
        "telling": "answer",
        "receipt": "detail",
        "task": "why",
        "forced_call": "reason",
        "head_question": "answer settled",
        "message": "subject body",
        "attachment": "name content",
    },
    Kept.IMPORTS: {"import_run": "report made changed said"},
    Kept.DEVICE: {
        "device": "name installed clock_offset_ms",
        "session": "kind ended_why",
        "subscription": "failure",
    },
    Kept.DOOR: {
        "session": "token_hash",
        "entry_code": "kind email code_hash link_hash tries",
        "passkey": "public_key sign_count synced name",
        "passkey_challenge": "challenge",
        "invite": "code_hash code_sealed link_hash sent_state",
        "personal_link": "token_hash",
        "message_link": "token_hash",
        "calendar_address": "token_hash",
        "subscription": "endpoint p256dh auth",
    },
    Kept.PASSING: {
        "captured_mail": "recipient subject body attachment_name attachment",
        "answered": "v body_hash status answer media_type",
        "attempt": "key tries",
        "parked": "v method path body why",
        "found_report": "place phone lat lng",
        "day_here": "cell",
        "personal_copy": "made_for pdf state tries claimed_until",
    },
    Kept.HISTORY: {
        "member_position": "title head starts_on ends_on only_on",
        "day_log": "kind",
        "custody_event": "device place",
        "thing_state": "device last_seen_place",
        "gear_check_entry": "device",
        "sheet_version": "snapshot",
        "forced_call": "line said about rule minutes needed beyond",
        "receipt": "state channel",
        "notice": "subject rank rings must_confirm state not_before deadline by_hand rung",
        "day_run": "passengers",
    },
}

PLAIN: dict[str, str] = {
    "access_grant": "archived",
    "fact_counter": "seq",
    "fact": "seq kind subject ids",
    "production": "name code_name company zone currency country words office_phone office_email shift_days settings"
    " contacts_revision wrapped_on",
    "unit": "name zone",
    "department": "name rest_pack",
    "place": "name address access_notes phone lat lng hospital",
    "vehicle": "name plate",
    "vendor": "name",
    "scene": "number int_ext set_name day_night script_day description eighths omitted",
    "element": "category category_name name number quantity minor",
    "board": "name active",
    "day_group": "on_date shooting banner",
    "strip": "banner",
    "shooting_day": "on_date zone day_type title general_call shooting_call estimated_wrap lunch breakfast second_meal"
    " second_hour weather reason hazards medic channels safety_contacts bulletins closed_set cover_of"
    " imported_revision",
    "day_place": "kind from_minutes notes",
    "day_scene": "banner eighths at_minutes notes",
    "day_note": "text",
    "day_extra": "kind name quantity at_minutes notes",
    "day_run": "at_minutes notes",
    "department_call": "offset_minutes at_minutes kind",
    "call": "kind over at_minutes offset_minutes on_set makeup_minutes travel_minutes pickup wardrobe rehearsal release"
    " status origin",
    "rule_pack": "key pack",
    "day_template": "name content",
    "notice": "replaced_by replaced_in",
    "telling": "channel state tries claimed_by claimed_until",
    "task": "kind subject",
    "message": "must_confirm list_kind list_name",
    "attachment": "kind size",
    "kept_list": "name",
    "heartbeat": "worker host",
    "sheet_version": "kind number colour day_revision reason rings concerned readers approvals short_rest",
    "approval": "role number colour content given short_rest",
    "copy_set": "half",
    "count_sent": "whom stage numbers",
    "logo": "alt height mark png width",
    "thing": "kind code name make serial quantity value_cents currency po due_back_on return_policy hold notes",
    "label": "code replaced_by",
    "thing_state": "holder_kind hlc",
    "custody_event": "verb holder_kind device_seq hlc seen_event late suspect contested body_hash",
    "dispute": "settled_event",
    "gear_check": "scope_kind",
    "import_run": "kind file_name file_hash",
    "keeping": "terms hold",
    "demo_clock": "ahead",
    "demo_evening": "today tomorrow pause_ms step",
}
"""What tells of the work and of nobody: what the office printed for all to read, sets, times, things, counts."""

POINTS = re.compile(r"^(id|n|at|sort|revision|\w+_id|\w+_at|\w+_by|by_account|begun_by)$")
"""Columns that only point or count."""

ACTED: dict[str, str] = {
    "approval": "by_account",
    "call": "by_account",
    "copy_set": "asked_by",
    "count_sent": "by_account",
    "custody_event": "by_account",
    "day_log": "by_account",
    "day_template": "by_account",
    "dispute": "settled_by",
    "fact": "account_id",
    "forced_call": "by_account",
    "gear_check": "started_by closed_by",
    "gear_check_entry": "by_account",
    "head_question": "asked_by answered_by",
    "import_run": "by_account undone_by",
    "parked": "account_id",
    "receipt": "by_account",
    "rule_pack": "by_account",
    "sheet_version": "issued_by",
    "sms_consent": "agreed_by",
    "task": "settled_by",
    "thing_state": "last_seen_by",
}
"""Columns of a production that name an account as who did it. Whoever is forgotten on one production and goes on
working on another has them turned to an account of nobody.
"""


def columns(table: dict[str, str]) -> set[tuple[str, str]]:
    """(table, column) of one of the tables above."""
    return {(name, column) for name, listed in table.items() for column in listed.split()}
