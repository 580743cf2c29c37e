"""What the schema test knows of single operations, beside the bodies of the outsider's matrix (tests/routes/outsider.py).

A new operation needs a line here only when it isn't answered 2xx by itself: its body in BODIES, its place in LAST when it
ends what others need, or in NAMED the reason why it can't be answered 2xx in this test, and where it is tried instead.
"""

from uuid import uuid4

from tests.routes.outsider import BODIES as OF_A_PRODUCTION
from tests.routes.outsider import Form

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/schema"

NAMED = {
    "SignInFirst": "only where nobody ever signed in (e2e/test_first_evening)",
    "SignInByLink": "the mail's link and its code are one entry, and the code was used (test_sign_in)",
    "ReadCapturedAttachment": "a mail with a PDF goes to who has no app, once a sheet is out (workers/test_telling)",
    "AddPasskey": "a browser's authenticator answers (routes/test_passkeys, e2e/test_passkeys)",
    "SignInByPasskey": "the same",
    "NoteMyRinging": "the office is nobody's chaser here (routes/test_ringing)",
    "TakeOverRinging": "nobody is on a chaser's list here (routes/test_ringing)",
    "AgreeToTexts": "the coordinator has no mobile number here (routes/test_texts)",
    "RecordTextsAgreed": "the same",
    "TextAnswered": "the gateway's signature is the right (routes/test_texts)",
    "AskToBeErased": "still working (routes/test_erasing)",
    "ErasePerson": "still working (routes/test_erasing)",
    "ReadEvening": "only in a demo (e2e/test_evening)",
    "PlayEvening": "only in a demo (e2e/test_evening)",
    "ApproveSheet": "the office doesn't approve (routes/test_approval)",
    "MakeCopies": "nobody is called on the sheet that is out here (workers/test_copies)",
    "FetchCopies": "once workers have made them (workers/test_copies)",
    "SwitchCover": "names the revisions of two days (routes/test_cover)",
    "ExplainForcedCalls": "no call breaks a rule here (routes/test_hours)",
    "AllowForcedCalls": "the office isn't the UPM (routes/test_hours)",
    "TakeBackForcedCalls": "the office isn't the UPM (routes/test_hours)",
    "SendCount": "nobody is in Catering here (routes/test_counts)",
    "AskHeads": "nobody heads a department here (routes/test_heads)",
    "ReadMyQuestions": "the office heads no department (routes/test_heads)",
    "AnswerForDepartment": "the same",
    "TakeBackApproval": "the office doesn't approve (routes/test_approval)",
    "StopMessage": "the twin's message is out (routes/test_messages)",
    "SendMessageNow": "the same",
    "TellMessageAgain": "its people were told a moment ago (routes/test_messages)",
    "SchemaPathHandleSchemaPathNotFound": "Litestar's own 404 below /schema",
}

ANYBODY = {"AskForMail", "LookAtCode", "SignInByCode", "SignInByMailedCode"}
"""Sent without the coordinator's token."""

LAST = [
    "DropLogo", "SetCoverReady", "DropCover", "SignInByCode", "Relabel", "SettleDispute", "SettleFound", "DropCall", "PrintSheet", "CancelDay", "RestoreDay", "StopSheet",
    "RevokeLinks", "ResetRulePack", "RemoveUnit", "RemoveDepartment",
    "DropDayTemplate", "DropKeptList", "RemovePlace", "RemoveVehicle", "RemoveVendor", "RemoveThing", "GiveRoles", "RemovePerson", "UndoImport", "DropSubscription", "RevokeDevice",
    "WrapProduction", "ArchiveProduction", "TakeProductionOut", "SignOut",
]  # fmt: skip
"""In this order, after all others: they end or use up what others need."""

BEFORE = {"StopSheet": "PublishSheet"}
"""What is asked once more just before."""

PATHS = {
    "StopSheet": {"version_id": "issued_id"},
    "SendSheetNow": {"version_id": "issued_id"},
    "WithdrawSheet": {"version_id": "issued_id"},
    "CancelDay": {"day_id": "spare_day_id"},
    "RestoreDay": {"day_id": "spare_day_id"},
    "MoveDay": {"day_id": "spare_day_id"},
    "UndoImport": {"import_id": "imported_id"},
    "RemoveUnit": {"unit_id": "made_unit_id"},
    "RemoveDepartment": {"department_id": "made_department_id"},
    "RemovePlace": {"place_id": "made_place_id"},
    "RemoveVehicle": {"vehicle_id": "made_vehicle_id"},
    "RemoveVendor": {"vendor_id": "made_vendor_id"},
}
"""Ids of path and query that aren't those of the twin's row (tests/twins.py): what an operation before has made."""

BODIES = OF_A_PRODUCTION | {
    "MakeToken": lambda ids: {"name": "A script"},
    "SetPasskeyOnly": lambda _ids: {"only": False},
    "SetChaser": lambda _ids: {"chaser_member_id": None},
    "HandOverQueue": lambda ids: {
        "entries": [{"id": str(uuid4()), "v": 1, "method": "POST", "path": "/api/productions/1/scans", "body": "{}"}]
    },
    "AskForMail": lambda ids: {"email": ids["email"]},
    "SignInByMailedCode": lambda ids: {"email": ids["email"], "code": ids["mailed_code"]},
    "LookAtCode": lambda ids: {"code": ids["join_code"]},
    "SignInByCode": lambda ids: {"code": ids["join_code"]},
    "ChangeMe": lambda ids: {"clock": "24"},
    "MakeProduction": lambda ids: {"name": "One more"},
    "StartProduction": lambda ids: Form(text="Name\tDepartment\tPosition\nZoë\tArt\tBuyer\n", production='{"name": "X", "zone": "Europe/Berlin", "country": "DE"}'),
    "ChangeUnit": lambda ids: {"name": "Fourth"},
    "ChangePlace": lambda ids: {"name": "South field"},
    "ChangeVehicle": lambda ids: {"name": "Cart", "department_id": ids["department_id"]},
    "ChangeVendor": lambda ids: {"name": "Light House"},
    "ChangeProduction": lambda ids: {"revision": ids["production_revision"], "company": "X"},
    "WrapProduction": lambda ids: {"wrapped_on": ids["today"]},
    "ChangePerson": lambda ids: OF_A_PRODUCTION["ChangePerson"](ids) | {"revision": ids["member_revision"]},
    "SettleDispute": lambda ids: {"holder": {"kind": "home"}},
    "KeepSubscription": lambda ids: {"endpoint": ENDPOINT, **ids["keys"]},
    "DropSubscription": lambda ids: {"endpoint": ENDPOINT},
    "NoticeShown": lambda ids: {"notice": ids["notice_id"], "token": ids["notice_token"]},
    "NoticeConfirmedByToken": lambda ids: {"notice": ids["notice_id"], "token": ids["notice_token"]},
    "PublishSheet": lambda ids: {"base_version": ids["base_version"], "day_revision": ids["day_revision"]},
    "PublishPreliminary": lambda ids: {"day_revision": ids["day_revision"], "readers": [ids["member_id"]]},
}  # fmt: skip
