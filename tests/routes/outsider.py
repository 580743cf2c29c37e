"""What the outsider's matrix needs to know of each route that takes a body, and of those that are open.

A new route whose path, query and body name no id but `production_id` needs nothing here. A new route with a body
needs a line in BODIES: the body as its owner would send it, every id taken from `ids` (tests/twins.py). A new route
without `production_id` in its path needs a line in OPEN that says why nothing of a production can be named through it.
"""

import json
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

OPEN = {
    "ReadWaysIn": "says nothing of anybody",
    "SignInFirst": "the first account of the installation",
    "AskForMail": "same answer for every address (test_sign_in)",
    "SignInByMailedCode": "the code is the right (test_sign_in)",
    "SignInByLink": "the link is the right (test_sign_in, test_invites)",
    "SignInByCode": "the code is the right (test_sign_in, test_invites)",
    "LookAtCode": "the code is the right; shows the code name only (test_sign_in)",
    "HandOverQueue": "keeps entries of the account; another production is not told (test_leaving)",
    "SignOut": "one's own session",
    "ListDevices": "one's own",
    "MakeDeviceCode": "one's own",
    "MakeToken": "one's own",
    "ListPasskeys": "one's own",
    "AskForPasskey": "one's own",
    "AddPasskey": "one's own",
    "SetPasskeyOnly": "one's own",
    "AskToUsePasskey": "same answer for everybody (test_passkeys)",
    "SignInByPasskey": "the passkey is the right (test_passkeys)",
    "ReadMe": "one's own",
    "ReadToday": "one's own",
    "ReadMyMessages": "one's own",
    "ReadRecord": "one's own",
    "ReadSchedule": "one's own",
    "ReadOwnErasure": "one's own",
    "AskToBeErased": "one's own",
    "TakeBackErasure": "one's own",
    "ReadChanges": "one's own",
    "ChangeMe": "one's own",
    "ListProductions": "the productions one is on",
    "MakeProduction": "a new one",
    "StartProduction": "a new one",
    "ReadPushKey": "the installation's public key",
    "KeepSubscription": "one's own phone (test_phones)",
    "DropSubscription": "one's own phone",
    "TestPush": "one's own phones",
    "ReadTestPush": "one's own phones",
    "NoticeShown": "the token of that one notice is the right (test_proofs)",
    "NoticeConfirmedByToken": "the token of that one notice is the right (test_proofs)",
    "TextAnswered": "the gateway's signature is the right (test_texts)",
    "ReadCapturedMail": "the installation's, for coordinators (test_captured_mail)",
    "ReadCapturedAttachment": "the installation's, for coordinators (test_captured_mail)",
    "Health": "says nothing of anybody",
    "Ready": "says nothing of anybody",
    "Metrics": "numbers of the installation",
    "Build": "the frontend's files",
}


class Form(dict):
    """A body that is sent as a form with files."""


def _shift(ids):
    return {
        "minutes": 30, "also": [ids["call_id"]], "also_scenes": [ids["day_scene_id"]],
        "also_departments": [ids["department_id"]],
    }  # fmt: skip


def _message(to):
    return Form(message=json.dumps({"id": str(uuid4()), "to": to, "subject": "Road closed", "text": "Use the bridge."}))


BODIES = {
    "SendMessage": lambda ids: _message({"kind": "kept", "list_id": ids["list_id"]}),
    "KeepList": lambda ids: {"name": "Stunts", "member_ids": [ids["member_id"]]},
    "ChangeKeptList": lambda ids: {"name": "Stunts", "member_ids": [ids["member_id"]], "revision": 1},
    "PlayEvening": lambda _ids: {"pause_ms": 0},
    "Import": lambda ids: Form(text="Name\tDepartment\tPosition\nZoë\tLighting\tGaffer\n"),
    "PublishSheet": lambda ids: {"base_version": 0, "day_revision": 1},
    "ApproveSheet": lambda _: {"base_version": 0, "day_revision": 1, "content": "0" * 64},
    "ExplainForcedCalls": lambda _: {"lines": ["m1.p0.e0"], "reason": "Sunrise"},
    "AllowForcedCalls": lambda _: {"rests": [{"line": "m1.p0.e0", "minutes": 540}]},
    "TakeBackForcedCalls": lambda _: {"lines": ["m1.p0.e0"]},
    "TakeBackApproval": lambda _: {"base_version": 0, "day_revision": 1, "content": "0" * 64},
    "PublishPreliminary": lambda ids: {"day_revision": 1, "readers": [ids["member_id"]]},
    "ChangeMembership": lambda ids: {"number_shown": True},
    "ChangeKeeping": lambda _: {"revision": 0, "hold": "", "terms": {"diet": 14}},
    "WrapProduction": lambda _: {"wrapped_on": str(datetime.now(ZoneInfo("America/New_York")).date())},
    "ChangeProduction": lambda ids: {"revision": 1, "company": "X"},
    "KeepLogo": lambda _: Form(alt="A lighthouse"),
    "AddUnit": lambda ids: {"name": "Third"},
    "ChangeUnit": lambda ids: {"name": "Third"},
    "AddDepartment": lambda ids: {"name": "Sound", "chaser_member_id": ids["member_id"]},
    "ChangeDepartment": lambda ids: {"name": "Grip 2", "chaser_member_id": ids["member_id"]},
    "AddPlace": lambda ids: {"name": "Set"},
    "ChangePlace": lambda ids: {"name": "Set"},
    "AddVehicle": lambda ids: {"name": "Van", "department_id": ids["department_id"]},
    "ChangeVehicle": lambda ids: {"name": "Van", "department_id": ids["department_id"]},
    "AddVendor": lambda ids: {"name": "House"},
    "ChangeVendor": lambda ids: {"name": "House"},
    "AddPerson": lambda ids: {
        "name": "P", "unit_id": ids["unit_id"], "positions": [{"department_id": ids["department_id"], "title": "T"}],
    },
    "ChangePerson": lambda ids: {
        "person": {
            "name": "P", "unit_id": ids["unit_id"], "positions": [{"department_id": ids["department_id"]}],
        },
        "revision": 1,
    },
    "ConfirmRoles": lambda ids: {"members": [{"member_id": ids["members"], "roles": ["head"]}]},
    "GiveRoles": lambda ids: {"roles": ["crew"]},
    "AddDayPlayer": lambda ids: {
        "name": "P", "mobile": "1", "title": "T", "department_id": ids["department_id"], "on": ["2030-04-11"],
    },
    "SendInvites": lambda ids: {"members": [ids["members"]]},
    "ConfirmNotice": lambda ids: {"device_at": "2030-04-11T12:00:00Z"},
    "OpenedNotice": lambda ids: {"device_at": "2030-04-11T12:00:00Z"},
    "ReportProblem": lambda ids: {"kind": "late"},
    "NoteRinging": lambda ids: {"id": "6f0f5a55-6a5b-4a8c-9a57-0d2a3c1b2e4f", "outcome": "knows"},
    "NoteMyRinging": lambda ids: {"id": "6f0f5a55-6a5b-4a8c-9a57-0d2a3c1b2e4f", "outcome": "knows"},
    "SetChaser": lambda ids: {"chaser_member_id": ids["member_id"]},
    "RecordTextsAgreed": lambda ids: {"agreed_on": "2026-01-05"},
    "PrintCodes": lambda ids: {"department_id": ids["department_id"]},
    # schedule
    "ChangeRulePack": lambda _: {
        "pack": {"id": "ours", "name": "Ours", "jurisdiction": "US", "read_on": "2026-11"}, "revision": 1,
    },
    "CopyRulePack": lambda _: {"name": "Ours too"},
    "ChooseRulePacks": lambda ids: {"departments": [{"department_id": ids["department_id"]}]},
    "GiveAgreement": lambda ids: {"members": [ids["members"]]},
    "AddDay": lambda ids: {"unit_id": ids["unit_id"], "on_date": "2026-12-20", "copy_of": ids["day_id"]},
    "PasteDays": lambda ids: {"text": "2026-12-22\t7\tCAVE\t3/8"},
    "SendCount": lambda _: {"whom": "catering", "numbers": {"total": 1}},
    "AskHeads": lambda ids: {"departments": [ids["department_id"]], "answer_by": "2099-01-01T15:00:00Z"},
    "SettleHeadsAnswer": lambda ids: {"keys": ["note"], "revision": 1},
    "AnswerForDepartment": lambda ids: {
        "pre_calls": [{"member_id": ids["member_id"], "position_id": ids["position_id"], "minutes": 30}],
    },
    "ChangeDay": lambda ids: {"weather": "Rain"},
    "MoveDay": lambda ids: {"on_date": "2026-12-21"},
    "CancelDay": lambda _: {"reason": "Storm"},
    "RestoreDay": lambda _: {},
    "SetDayPlaces": lambda ids: [{"place_id": ids["place_id"], "kind": "set"}],
    "SetDayScenes": lambda ids: [{"scene_id": ids["scene_id"], "place_id": ids["place_id"]}],
    "SetDayNotes": lambda ids: [{"text": "Boots", "department_id": ids["department_id"]}],
    "SetDayExtras": lambda ids: [{"kind": "background", "name": "Campers", "quantity": 8, "place_id": ids["place_id"]}],
    "SetDayRuns": lambda ids: [
        {"vehicle_id": ids["vehicle_id"], "driver_id": ids["member_id"], "passengers": [ids["member_id"]]}
    ],
    "SetCoverReady": lambda _: {"ready": True},
    "MakeCopies": lambda _: {"half": True},
    "SwitchCover": lambda _: {"base_version": 0, "day_revision": 1, "cover_revision": 1},
    "SetDepartmentCall": lambda ids: {
        "department_id": ids["department_id"], "offset_minutes": -30, "place_id": ids["place_id"],
    },
    "SetCall": lambda ids: {
        "kind": "absolute", "at_minutes": 400, "member_id": ids["member_id"], "position_id": ids["position_id"],
        "element_id": ids["element_id"], "place_id": ids["place_id"],
    },
    "ActOnDay": lambda ids: {
        "cells": [
            {"member_id": ids["member_id"], "position_id": ids["position_id"], "cell": "place", "value": ids["place_id"]},
            {"element_id": ids["element_id"], "cell": "remarks", "value": "Boots"},
        ],
        "departments": [{"department_id": ids["department_id"], "value": None}],
    },
    "CopyToDay": lambda ids: {"from_day_id": ids["day_id"], "what": ["crew_calls", "cast_chains", "places", "notes"]},
    "SaveDayTemplate": lambda _: {"name": "Studio"},
    "ApplyDayTemplate": lambda ids: {"template_id": ids["template_id"], "what": ["crew_calls", "places", "notes"]},
    "CastRole": lambda ids: {"member_id": ids["member_id"]},
    "IsHere": lambda _: {"cell": "m1.p1.e0:call"},
    "CallDayPlayer": lambda ids: {
        "name": "P", "mobile": "1", "title": "T", "department_id": ids["department_id"], "at_minutes": 400,
        "place_id": ids["place_id"], "element_id": ids["element_id"],
    },
    "PreviewShift": _shift,
    "ShiftDay": _shift,
    "LogDay": lambda ids: [
        {"id": str(uuid4()), "kind": "wrap", "at": "2030-04-11T20:00:00Z", "device_at": "2030-04-11T20:00:00Z"} | whose
        for whose in ({"department_id": ids["department_id"]}, {"member_id": ids["member_id"]})
    ],
    # gear
    "AddThing": lambda ids: {
        "kind": "case", "name": "X", "code": "X-1", "department_id": ids["department_id"],
        "home_vehicle_id": ids["vehicle_id"], "in_thing_id": ids["thing_id"], "vendor_id": ids["vendor_id"],
    },
    "ChangeThing": lambda ids: {
        "revision": 1, "name": "X", "department_id": ids["department_id"], "home_vehicle_id": ids["vehicle_id"],
    },
    "SettleDispute": lambda ids: {"holder": {"kind": "member", "id": ids["member_id"]}},
    "MakeLabels": lambda ids: {"things": [ids["thing_id"]]},
    "RecordScans": lambda ids: {
        "device": "00000000-0000-4000-8000-00000000000d",
        "scans": [{
            "id": "00000000-0000-4000-8000-00000000000e", "move": "take", "holder": {"kind": "home"}, "seq": 1, "ms": 1,
            "device_at": "2030-04-11T12:00:00Z",
        }],
    },
}  # fmt: skip

PASSED_OVER = {
    (name, ticked): "what is gone needn't move; the others do"
    for name in ("PreviewShift", "ShiftDay")
    for ticked in ("call_id", "day_scene_id", "department_id")
} | {
    ("ActOnDay", "department_id"): "taking back a call that isn't there changes nothing",
    ("LogDay", "department_id"): "each entry is answered by itself: this one is refused",
    ("LogDay", "member_id"): "each entry is answered by itself: this one is refused",
}
"""Ids in a body that may be unknown: what is named by them isn't there, and the rest is done all the same."""
