"""A small shoot over the API: one day tomorrow, Hana in Camera, White issued. For the tests of the phone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from playwright.async_api import Page

from tests.e2e.installation import Installation

ZONE = "America/New_York"


@dataclass
class Shoot:
    office: httpx.AsyncClient
    production: int
    day: int
    hana: int
    camera: int
    code: str
    """Hana's join code."""
    url: str

    @property
    def day_path(self) -> str:
        return f"/api/productions/{self.production}/days/{self.day}"

    async def ask(self, verb: str, path: str, body: Any = None) -> Any:
        answer = await self.office.request(verb, path, json=body)
        assert answer.status_code < 300, f"{verb} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def lets_in(self, page: Page, member_id: int) -> None:
        """By a code shown at the desk, as a phone comes in."""
        at = f"/api/productions/{self.production}"
        (code,) = (await self.ask("POST", f"{at}/invites/codes", {"member_id": member_id}))["codes"]
        await page.goto(f"{self.url}/join/{code['code'].replace('-', '')}")
        await page.get_by_role("button", name="Show my call").click()
        await page.wait_for_url(lambda url: "/join" not in url)

    async def issue(self, *, reason: str = "") -> dict[str, Any]:
        """The draft as it stands, at once."""
        draft = await self.ask("GET", f"{self.day_path}/draft")
        body = {"base_version": draft["base_version"], "day_revision": draft["day_revision"], "reason": reason}
        issued: dict[str, Any] = await self.ask("POST", f"{self.day_path}/versions", body | {"at_once": True})
        return issued

    async def call_camera(self, minutes: int) -> None:
        body = {"department_id": self.camera, "kind": "absolute", "at_minutes": minutes}
        await self.ask("PUT", f"{self.day_path}/department-calls", body)


@asynccontextmanager
async def shoot(running: Installation) -> AsyncIterator[Shoot]:
    """Nia is the first coordinator; Day 1 is tomorrow, general call 06:42, base camp and parking known."""
    url = running.url.replace("127.0.0.1", "localhost")
    async with httpx.AsyncClient(base_url=url) as anyone:
        first = {"name": "Nia Lind", "email": "nia@example.test", "code": running.first_code}
        answer = await anyone.post("/api/sign-in/first", json=first)
        assert answer.status_code == 200, answer.text
    async with running.as_script("nia@example.test") as office:
        made = Shoot(office, 0, 0, 0, 0, "", url)
        await _make(made)
        yield made


async def _make(made: Shoot) -> None:
    production = await made.ask("POST", "/api/productions", {"name": "Friendship Pod Affair", "zone": ZONE})
    made.production = production["id"]
    at = f"/api/productions/{made.production}"
    revision = (await made.ask("GET", at))["revision"]
    await made.ask("PATCH", at, {"office_phone": "(212) 555-0104", "revision": revision})
    made.camera = (await made.ask("POST", f"{at}/departments", {"name": "Camera"}))["id"]
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    position = {"department_id": made.camera, "title": "Film Loader", "starts_on": tomorrow, "ends_on": "2030-05-30"}
    hana = {"name": "Hana Vasquez", "email": "hana@example.test", "positions": [position]}
    made.hana = (await made.ask("POST", f"{at}/members", hana))["id"]
    units = (await made.ask("GET", f"{at}/office"))["units"]
    made.day = (await made.ask("POST", f"{at}/days", {"unit_id": units[0]["id"], "on_date": tomorrow}))["id"]
    places = {}
    for kind, name in (
        ("base_camp", "Pine Lake Camp"),
        ("crew_parking", "North field"),
        ("hospital", "Lakeland General"),
    ):
        place = {"name": name, "address": "210 Pine Lake Road", "lat": 41.7, "lng": -74.1, "phone": "(212) 555-0199"}
        places[kind] = (await made.ask("POST", f"{at}/places", place))["id"]
    await made.ask("PATCH", made.day_path, {"general_call": 402, "estimated_wrap": 1140, "hazards": "Wet ground"})
    await made.ask(
        "PUT", f"{made.day_path}/places", [{"place_id": at_id, "kind": kind} for kind, at_id in places.items()]
    )
    codes = (await made.ask("POST", f"{at}/invites/codes", {"member_id": made.hana}))["codes"]
    made.code = codes[0]["code"].replace("-", "")
