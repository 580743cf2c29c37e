"""What the people of the story do: the coordinator's tablet, three crew phones, the 2nd AD's phone."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import BrowserContext, Page

from tests.e2e.browser import TABLET, controlled, device
from tests.e2e.installation import Installation
from tests.telling import until

ASK = """async ({verb, path, body}) => {
  const headers = verb === "GET" ? {} : {"Content-Type": "application/json", "Callboard-Request": crypto.randomUUID(), "Callboard-Format": "1"};
  const answer = await fetch(path, {method: verb, headers, body: body === null ? undefined : JSON.stringify(body)});
  const text = await answer.text();
  return {status: answer.status, json: text ? JSON.parse(text) : null};
}"""
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(n => ({title: n.title, body: n.body, silent: n.silent}))"""


@dataclass(frozen=True)
class Papers:
    """The files of one production and who of its crew has a phone in the story."""

    files: tuple[Path, ...]
    golden: list[int]
    """Eighths of each day group, in order."""
    shooting: int
    moved: str
    """On the phone that rings when this person's department moves."""
    others: tuple[str, str]
    department: str
    second_ad: str
    case: str


@dataclass
class Phone:
    name: str
    context: BrowserContext
    page: Page
    folder: Path
    heard: list[dict[str, Any]] = field(default_factory=list)

    async def ask(self, verb: str, path: str, body: Any = None) -> Any:
        return (await self.page.evaluate(ASK, {"verb": verb, "path": path, "body": body}))["json"]

    async def notifications(self) -> list[dict[str, Any]]:
        return await self.page.evaluate(SHOWN)

    async def shows(self, *words: str) -> dict[str, Any]:
        """Wait until a notification with all of these words is on the lock screen."""
        found: list[dict[str, Any]] = []

        async def there() -> bool:
            found[:] = [n for n in await self.notifications() if all(w in n["title"] + " " + n["body"] for w in words)]
            return bool(found)

        try:
            # each look makes Chromium compare its list with the lock screen; one that is just being put up is lost by it
            await until(there, every=1)
        except AssertionError:
            raise AssertionError(f"{self.name}'s phone shows {await self.notifications()}, not {words}") from None
        return found[0]


class Story:
    """One production from three files to a restored backup; each step is what a person does."""

    def __init__(self, office: Installation, papers: Papers, playwright: Any, folder: Path, flags: list[str]) -> None:
        self.office, self.papers, self.playwright, self.folder, self.flags = office, papers, playwright, folder, flags
        self.url = office.url.replace("127.0.0.1", "localhost")
        self.production = 0
        self.call = first_call(datetime.now(UTC))
        self.day: dict[str, Any] = {}
        self.people: dict[str, int] = {}
        self.phones: dict[str, Phone] = {}
        self.stack = AsyncExitStack()
        self.tablet: Phone
        self.running: Any = None

    def at(self, rest: str) -> str:
        return f"/api/productions/{self.production}/{rest}"

    async def open(self, name: str, *, viewport: dict[str, int] | None = None) -> Phone:
        folder = self.folder / name.replace(" ", "-")
        more = {"viewport": viewport} if viewport else {}
        context = await self.stack.enter_async_context(
            device(
                self.playwright, folder, flags=self.flags, locale="en-GB", **more,
            )
        )  # fmt: skip
        context.set_default_timeout(45_000)  # four browsers and a server share two cores
        return Phone(name, context, context.pages[0] if context.pages else await context.new_page(), folder)

    async def coordinator_comes(self) -> None:
        self.tablet = await self.open("office", viewport=TABLET)
        await self.tablet.page.goto(self.url + "/sign-in")
        first = {"name": "Elif Nguyen", "email": "elif@example.test", "code": self.office.first_code}
        assert (await self.tablet.page.evaluate(ASK, {"verb": "POST", "path": "/api/sign-in/first", "body": first}))[
            "status"
        ] == 200

    def clock(self, minutes: int = 0) -> str:
        """The first call, `minutes` later, as it stands on phones and paper."""
        return f"{self.call + timedelta(minutes=minutes):%H:%M}"

    async def imports(self, first_day: date) -> None:
        """Files dropped, looked at, taken in; the note says how many of each."""
        page = self.tablet.page
        await page.goto(self.url + "/desk")
        await page.get_by_role("button", name="Make a production").click()
        await page.get_by_label("Title").fill("The Story")
        await page.get_by_role("button", name="Make it").click()
        await until(self._made)
        await page.goto(self.url + "/desk/import")
        await page.locator("input[type=file]").set_input_files([str(file) for file in self.papers.files])
        await page.get_by_label("First shooting day").fill(first_day.isoformat())
        await page.get_by_role("button", name="Look again").click()
        take = page.get_by_role("button", name="Take 3 files in")
        await take.wait_for()
        await take.click()
        await page.get_by_text("Taken in. Nobody has been contacted.").wait_for(timeout=90_000)

    async def _made(self) -> bool:
        memberships = (await self.tablet.ask("GET", "/api/me"))["memberships"]
        self.production = memberships[0]["production_id"] if memberships else 0
        return bool(memberships)

    async def rings_at_night_too(self) -> None:
        """No quiet hours: the story may be told at any hour."""
        production = await self.tablet.ask("GET", f"/api/productions/{self.production}")
        settings = production["settings"] | {"quiet_from": 0, "quiet_to": 0, "must_confirm": "all"}
        change = {"revision": production["revision"], "settings": settings}
        await self.tablet.ask("PATCH", f"/api/productions/{self.production}", change)

    async def sees_days(self) -> list[dict[str, Any]]:
        """The import has made them; the page says how many shooting days there are."""
        await self.tablet.page.goto(self.url + "/desk/days")
        await self.tablet.page.get_by_text(f"{self.papers.shooting} shooting days").wait_for()
        days = await self.tablet.ask("GET", self.at("days?first=2000-01-01&last=2099-12-31"))
        self.day = next(day for day in days if day["day_type"] == "shoot" and day["number"] == 1)
        if self.day["on_date"] != str(self.call.date()):
            moved = {"on_date": str(self.call.date())}
            await self.tablet.ask("POST", self.at(f"days/{self.day['id']}/move"), moved)
        members = (await self.tablet.ask("GET", self.at("members?limit=500")))["people"]
        self.people = {one["name"]: one["id"] for one in members}
        return days

    async def joins(self, name: str) -> Phone:
        """From the code on paper to one's call: two taps."""
        body = {"member_id": self.people[name]}
        (line,) = (await self.tablet.ask("POST", self.at("invites/codes"), body))["codes"]
        phone = await self.open(name)
        await phone.page.goto(f"{self.url}/join/{line['code'].replace(' ', '')}")
        await phone.page.get_by_role("button", name="Show my call").click()
        await controlled(phone.page)
        self.phones[name] = phone
        return phone

    async def gives_role(self, name: str, roles: list[str]) -> None:
        answer = await self.tablet.page.evaluate(
            ASK, {"verb": "PUT", "path": self.at(f"members/{self.people[name]}/roles"), "body": {"roles": roles}}
        )
        assert answer["status"] < 300, answer

    async def wants_rings(self, phone: Phone) -> None:
        # headless Chromium asks nobody: what the person taps in its dialog is granted here, and the page is told at its start
        await phone.context.grant_permissions(["notifications", "background-sync"])
        await phone.page.goto(self.url + "/")

        async def kept() -> bool:
            return bool(
                await phone.page.evaluate(
                    "async () => Boolean(await (await navigator.serviceWorker.ready).pushManager.getSubscription())"
                )
            )

        await until(kept)
        await self.pockets(phone)

    async def pockets(self, phone: Phone) -> None:
        """No page of the app is open: who has read the sheet already isn't rung."""
        await phone.page.goto(self.url + "/health")

    async def issues(self) -> str:
        """At the desk: Issue, then Send now. The colour that went out."""
        page = self.tablet.page
        await page.goto(f"{self.url}/desk/sheet/{self.day['id']}")
        button = page.locator(".pub .primary")
        await button.wait_for()
        colour = (await button.inner_text()).split()[1].rstrip(",")
        await button.click()
        await page.get_by_role("button", name="Send now").click()
        await until(lambda: self._out(colour))
        return colour

    async def _out(self, colour: str) -> bool:
        newest = await self.tablet.ask("GET", self.at(f"days/{self.day['id']}/sheet"))
        return bool(newest and newest.get("version") and newest["version"]["colour"] == colour)

    async def types_general_call(self, text: str) -> None:
        page = self.tablet.page
        await page.goto(f"{self.url}/desk/sheet/{self.day['id']}")
        field = page.get_by_label("General crew call")
        await field.fill(text)
        await field.press("Enter")
        await page.get_by_text("saved").wait_for()

    async def moves_department(self, name: str, text: str) -> None:
        page = self.tablet.page
        await page.goto(f"{self.url}/desk/sheet/{self.day['id']}")
        field = page.get_by_label(f"Call of {name}, all")
        await field.fill(text)
        await field.press("Enter")
        await page.get_by_text("saved").wait_for()

    async def pushes(self, phone: Phone) -> None:
        """The 2nd AD, one hand: thirty minutes later."""
        await phone.page.goto(f"{self.url}/push/{self.day['id']}")
        await phone.page.get_by_role("button", name="15 minutes later").click()
        await phone.page.get_by_role("button", name="Push 30 min").click()
        await phone.page.get_by_text("Pushed 30 min").wait_for()

    async def board(self) -> dict[str, Any]:
        return await self.tablet.ask("GET", self.at(f"days/{self.day['id']}/board"))

    async def ledger(self) -> dict[str, str]:
        found = await self.tablet.ask("GET", self.at(f"days/{self.day['id']}/ledger"))
        newest = max(entry["version"] for entry in found["rows"])
        return {entry["name"]: entry["state"] for entry in found["rows"] if entry["version"] == newest}

    async def state_is(self, name: str, *states: str) -> None:
        async def so() -> bool:
            return (await self.ledger()).get(name) in states

        await until(so)

    async def confirms_from_notification(self, phone: Phone) -> None:
        """The button on the lock screen: the worker gets the click, no page needed."""
        worker = phone.context.service_workers[0]
        await worker.evaluate(
            """async () => {
              const [notification] = await self.registration.getNotifications();
              const waits = [];
              const click = new NotificationEvent("notificationclick", {notification, action: "confirm"});
              click.waitUntil = (work) => waits.push(work);
              self.dispatchEvent(click);
              await Promise.all(waits);
            }"""
        )

    async def takes_case(self, phone: Phone) -> None:
        """Scan page, hand over, to me, the code typed: torn labels exist."""
        page = phone.page
        await page.get_by_role("button", name="Hand over").click()
        await page.get_by_role("button", name="To ").first.click()
        await page.get_by_role("button", name="Me", exact=True).click()
        await page.get_by_role("button", name="Type").click()
        await page.get_by_role("dialog").get_by_role("textbox").fill(self.papers.case)
        await page.get_by_role("dialog").get_by_role("button", name="Take it").click()
        await asyncio.sleep(0.3)

    async def disputed(self) -> dict[str, Any]:
        """The one case that two people claim."""
        found: dict[str, Any] = {}

        async def there() -> bool:
            found.update(await self.tablet.ask("GET", self.at("gear")))
            return len(found["disputes"]) == 1

        await until(there)
        return next(thing for thing in found["things"] if thing["id"] == found["disputes"][0]["thing_id"])

    async def quiet(self) -> None:
        """Nothing that was issued is still on its way to anybody."""

        async def so() -> bool:
            return "queued" not in (await self.ledger()).values()

        await until(so)

    async def all_that_counts(self) -> dict[str, Any]:
        """The sheet, who has it with the evidence, who can be rung, who has which case."""
        ledger = (await self.tablet.ask("GET", self.at(f"days/{self.day['id']}/ledger")))["rows"]
        gear = await self.tablet.ask("GET", self.at("gear"))
        reach = (await self.tablet.ask("GET", self.at("reachable")))["people"]
        mine = {self.people[name] for name in self.phones}
        return {
            "sheet": await self.tablet.ask("GET", self.at(f"days/{self.day['id']}/sheet")),
            "ledger": {
                (r["name"], r["version"]): (r["state"], r["evidence"]) for r in ledger if r["name"] in self.phones
            },
            "gear": {t["id"]: (t["holder_kind"], t["holder_id"], t["event_id"]) for t in gear["things"]},
            "disputes": gear["disputes"],
            "subscriptions": {one["member_id"]: one["reached_by"] for one in reach if one["member_id"] in mine},
        }


def first_call(now: datetime) -> datetime:
    """Eight hours from now on the production's clock, in a quarter of an hour, well away from midnight."""
    at = (now + timedelta(hours=8)).astimezone(ZoneInfo("America/New_York"))
    at = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    if at.hour == 23:
        at -= timedelta(hours=2)
    return at + timedelta(hours=1) if at.hour == 0 else at


def weekday_until(on: date) -> date:
    """`on`, or the Friday before: schedules keep their weekends."""
    return on - timedelta(days=max(0, on.weekday() - 4))
