"""What the demo tells: who plays whom, where, when, and who could not be reached."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.rules.access import Role

NAME = "The Tide Tables"
ZONE = "America/New_York"
OFFICE_PHONE = "(207) 555-0142"
TODAY_IS = 11
"""Today is this shooting day of 24."""
OPENS = "10:15"
"""The demo's hour when it is first opened: day 11 runs, last night's evening can be looked at."""

ROLES: dict[str, tuple[Role, ...]] = {
    "Ruth Calloway": (Role.PRODUCER,),
    "Desmond Achebe": (Role.UPM,),
    "Imogen Sato": (Role.COORDINATOR,),
    "Luis Arriaga": (Role.ASSISTANT_COORDINATOR,),
    "Petra Lindqvist": (Role.ACCOUNTANT,),
    "Margaux Delacroix": (Role.FIRST_AD,),
    "Callum Reyes": (Role.SECOND_AD,),
    "Inés Valverde": (Role.HEAD, Role.CREW),
    "Priya Raman": (Role.CREW,),
    "Maren Holloway": (Role.TALENT,),
}
"""One person for each role has a code to sign in with."""
COORDINATOR, PUBLISHER = "Imogen Sato", "Callum Reyes"
APPROVERS = ("Margaux Delacroix", "Desmond Achebe")
"""1st AD and UPM: no sheet of the demo is issued without them."""

PLACES: dict[str, tuple[str, str, str, float, float]] = {
    "Harbor lot": ("12 Wharf Street, Kesslin", "Gate by the ice house; keep the slip clear", "", 44.1031, -69.1089),
    "Quarry Road lot": ("88 Quarry Road, Kesslin", "Crew cars only; shuttle every 10 min", "", 44.1102, -69.1201),
    "Harbor wall": ("Town Quay, Kesslin", "Hard hats past the bollards", "", 44.1020, -69.1071),
    "Keel house": ("5 Mill Lane, Kesslin", "No trucks in the lane", "", 44.1187, -69.1302),
    "Grange hall": ("Grange Road, Kesslin", "Second base from the move", "", 44.1190, -69.1310),
    "Boathouse": ("Back Cove, Kesslin", "Boards are wet; one at a time on the stair", "", 44.1058, -69.1143),
    "Pen Bay Hospital, emergency": ("6 Glen Cove Drive, Rockport", "", "(207) 555-0900", 44.1346, -69.0989),
    "Camden Urgent Care, emergency": ("27 Union Street, Camden", "", "(207) 555-0911", 44.2098, -69.0648),
}
HOSPITALS = {"Pen Bay Hospital, emergency", "Camden Urgent Care, emergency"}

DAY_PLACES = (
    ("Harbor lot", "base_camp", None),
    ("Quarry Road lot", "crew_parking", None),
    ("Harbor wall", "set", None),
    ("Pen Bay Hospital, emergency", "hospital", None),
    ("Grange hall", "base_camp", 14 * 60),
    ("Keel house", "set", 14 * 60),
    ("Camden Urgent Care, emergency", "hospital", 14 * 60),
)
"""(place, kind, from minutes): the company moves at 14:00, to a second base with its own hospital."""
COVER_PLACES = tuple(("Boathouse" if p[0] == "Harbor wall" else p[0], *p[1:]) for p in DAY_PLACES)

GENERAL, WRAP = 6 * 60 + 42, 18 * 60 + 42
SHIFTS = {"Camera": -30, "Electric": -30, "Grip": -30, "Locations": -72, "Transport": -105, "Catering": -90}
"""Departments' calls, minutes from the general crew call."""

MINOR_IS, MINOR_GOES = 11, 17 * 60 + 30
"""Years, and the planned release: within the hours of that age."""

CAST: tuple[tuple[str, str, str, dict[str, int]], ...] = (
    # number, performer, contact, chain: on set, make-up, travel
    ("1", "Maren Holloway", "", {"on_set": 480, "makeup": 60, "travel": 30}),
    ("2", "Isaac Thorne", "", {"on_set": 480, "makeup": 45, "travel": 30}),
    ("3", "Poppy Lindell", "Guardian: Joan Lindell", {"on_set": 540, "makeup": 30, "travel": 20}),
    ("4", "Augustin Vance", "c/o agent Miriam Stern, Stern & Vale", {"on_set": 480, "makeup": 45, "travel": 40}),
    ("5", "Romy Sinclair", "", {"on_set": 570, "makeup": 45, "travel": 30}),
    ("6", "Bill Harkness", "", {"on_set": 900, "makeup": 30, "travel": 30}),
    ("7", "Edda Farrow", "", {"on_set": 570, "makeup": 20, "travel": 20}),
    ("8", "Chidi Anyanwu", "", {"on_set": 900, "makeup": 30, "travel": 30}),
    ("9", "Lorna Whitby", "", {}),
    ("10", "Sal DeMarco", "", {}),
    ("11", "Frankie Boone", "", {}),
    ("12", "Ana Belmonte", "", {}),
    ("13", "Curtis Rhodes", "", {}),
    ("14", "Ursula Keane", "", {}),
)
COVER_SCENES = ("63", "64", "COMPANY MOVE TO KEEL HOUSE", "47", "48")

BOUNCED, PHONE_OFF, WRONG_NUMBER = "Kofi Mensah", "Walt Jankowski", "Ray Castellano"
AGENT_OF, AGENT = "Augustin Vance", "Miriam Stern"
CONFIRMED = (
    "Inés Valverde",
    "Marcus Bell",
    "Yuki Tanabe",
    "Dara O'Connell",
    "Anton Fischer",
    "Sven Halvorsen",
    "Tess Moreau",
    "Rosa Menendez",
    "Hank Oyelaran",
    "Hector Ruiz",
    "Gus Petrakis",
    "Maren Holloway",
)

MISSING, DISPUTED, OVERDUE = "CAM-07", "GRP-04", "CAM-10"
HANDED = (
    ("Dara O'Connell", MISSING, "14:20", "Harbor wall"),
    ("Rosa Menendez", DISPUTED, "17:31", "Grip & Electric truck"),
    ("Hank Oyelaran", DISPUTED, "17:48", "Keel house"),
)
"""(who scanned it to themselves, case, when, where); neither of the last two phones knew of the other's scan."""
TRUCKS = {
    "Camera truck": ("Camera", "Sound"),
    "Grip & Electric truck": ("Grip", "Electric", "Property", "Health & Safety", "Production"),
}
CHECKED, CHECKER = "Camera truck", "Priya Raman"
WALKIES_OUT = {"Walkie #3": "Noor Hamdan", "Walkie #7": "Jamal Whitaker", "Walkie #21": "Annika Bergman"}


def hour(on: date, text: str) -> datetime:
    """The instant of `19:55` on a date where the demo is shot."""
    h, m = text.split(":")
    return datetime(on.year, on.month, on.day, int(h), int(m), tzinfo=ZoneInfo(ZONE))


def first_day(today: date) -> date:
    """The first shooting day for which day 11 falls on `today`, or on the last weekday before it."""
    day, back = today, TODAY_IS - 1
    while day.weekday() > 4:
        day -= timedelta(days=1)
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < 5
    return day
