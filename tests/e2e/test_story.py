"""The whole story on the real files and on the demo's: import, issue, phones that ring, a dispute, a restored backup."""

import json
import os
import shutil
from importlib.resources import files

import pytest

from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed
from tests.e2e.story import Papers, Story, weekday_until
from tests.fakes.push_service import push_service
from tests.telling import until

pytestmark = pytest.mark.e2e


def own_papers():
    folder = files("server.services.demo") / "files"
    return Papers(
        files=tuple(folder / name for name in ("tide-tables.uss", "crew-list.csv", "rental-manifest.csv")),
        golden=[], shooting=24, moved="Priya Raman", others=("Sven Halvorsen", "Bea Tran"),
        department="Camera", second_ad="Callum Reyes", case="CAM-03",
    )  # fmt: skip


@pytest.fixture
def real_papers(field_data):
    golden = json.loads((field_data / "schedules" / "friendship-pod-affair.golden.json").read_text())
    return Papers(
        files=tuple(
            field_data / name
            for name in ("schedules/friendship-pod-affair.uss", "people/crew-list.csv", "gear/rental-manifest.csv")
        ),
        golden=[group["eighths"] for group in golden["day_groups"] if group["shooting_day"]], shooting=30,
        moved="Hana Vasquez", others=("Rahul Haddad", "Bo Eze"), department="Camera", second_ad="Björn Vasquez",
        case="CAM-03",
    )  # fmt: skip


@pytest.fixture
async def story_of(playwright):
    folder, made = reachable_folder(), []

    async def begin(papers, service):
        environment = {"CALLBOARD_PUSH_REWRITE": service.rewrite, "CALLBOARD_CONTACT": "office@example.test"}
        running = installed(folder / "data", environment=environment)
        story = Story(await running.__aenter__(), papers, playwright, folder, service.flags)
        story.running = running
        made.append(story)
        return story

    yield begin
    for story in made:
        await story_shots(story)
        await story.stack.aclose()
        await story.running.__aexit__(None, None, None)
    shutil.rmtree(folder, ignore_errors=True)


async def story_shots(story):
    if folder := os.environ.get("CALLBOARD_SHOTS"):
        for phone in [story.tablet, *story.phones.values()]:
            await phone.page.screenshot(path=f"{folder}/story-{phone.name.replace(' ', '-')}.png")


@pytest.mark.field
@pytest.mark.timeout(400)
async def test_the_story_on_the_real_files(real_papers, story_of, tmp_path):
    await play(real_papers, story_of, tmp_path)


@pytest.mark.timeout(400)
async def test_the_story_on_the_demo(story_of, tmp_path):
    await play(own_papers(), story_of, tmp_path)


async def play(papers, story_of, tmp_path):
    async with push_service(tmp_path) as service:
        story = await story_of(papers, service)
        await the_office_imports(story, papers)
        rung, one, two = await three_phones(story, papers)
        await a_push_rings_all(story, papers, (rung, one, two))
        await one_department_rings_alone(story, papers, (rung, one, two))
        await two_scans_make_a_dispute(story, rung, one)
        await a_backup_brings_everything_back(story)


async def the_office_imports(story, papers):
    await story.coordinator_comes()
    await story.imports(weekday_until(story.call.date()))
    await story.rings_at_night_too()
    days = await story.sees_days()
    shooting = [day for day in days if day["day_type"] == "shoot"]
    assert len(shooting) == papers.shooting
    if papers.golden:
        assert [day["eighths"] for day in shooting] == papers.golden


async def three_phones(story, papers):
    await story.gives_role(papers.second_ad, ["second_ad"])
    await story.joins(papers.second_ad)
    await story.types_general_call(story.clock())
    phones = [await story.joins(name) for name in (papers.moved, *papers.others)]
    for phone in phones:
        await story.wants_rings(phone)
    assert await story.issues() == "White"
    await the_phones_show(story, phones, story.clock())
    for phone in phones:
        assert not (await phone.shows(story.clock()))["silent"]
    return phones


async def the_phones_show(story, phones, *words):
    """First the ledger (each one's newest row), by what the phone's worker said, then the lock screens themselves."""
    rows = {}

    async def said():
        found = (await story.tablet.ask("GET", story.at(f"days/{story.day['id']}/ledger")))["rows"]
        rows.update(
            {row["name"]: (row["title"], row["state"], row["rings"], row["evidence"]) for row in reversed(found)}
        )
        mine = [rows.get(phone.name, ("", "")) for phone in phones]
        return all(state == "shown" and words[0] in title for title, state, *_ in mine)

    try:
        await until(said, every=0.5)
        for phone in phones:
            await phone.shows(*words)
    except AssertionError as missed:
        raise AssertionError(f"{missed}; the ledger: {[rows.get(phone.name) for phone in phones]}") from None


async def a_push_rings_all(story, papers, phones):
    await story.pushes(story.phones[papers.second_ad])
    assert await story.issues() == "Blue"
    await the_phones_show(story, phones, story.clock(30), story.clock())
    rung, late, never = phones
    await story.confirms_from_notification(rung)
    await story.state_is(rung.name, "confirmed")
    await late.page.goto(story.url + "/")
    await late.page.get_by_text(story.clock(30)).first.wait_for()
    await late.context.set_offline(True)
    await late.page.get_by_role("button", name="Got it").click()
    await late.page.get_by_text("Saved here").first.wait_for()
    assert (await story.ledger())[late.name] in ("shown", "opened")
    await late.context.set_offline(False)
    await late.page.reload()
    await story.state_is(late.name, "confirmed")
    await story.state_is(never.name, "shown", "opened")


async def one_department_rings_alone(story, papers, phones):
    for phone in phones:
        await story.pockets(phone)
    before = [len(await phone.notifications()) for phone in phones[1:]]
    await story.moves_department(papers.department, "-30")
    assert await story.issues() == "Pink"
    told = await phones[0].shows(story.clock(), story.clock(30))
    assert not told["silent"]
    assert [len(await phone.notifications()) for phone in phones[1:]] == before
    assert set(await story.ledger()) & {phone.name for phone in phones} == {papers.moved}


async def two_scans_make_a_dispute(story, *phones):
    for phone in phones:
        await phone.page.goto(story.url + "/scan")
        await phone.page.locator(".tally b").wait_for()  # the list is here: from now on no signal is needed
        await phone.context.set_offline(True)
        await story.takes_case(phone)
    for phone in phones:
        await phone.context.set_offline(False)
        await phone.page.goto(story.url + "/gear")
    case = await story.disputed()
    history = (await story.tablet.ask("GET", story.at(f"gear/things/{case['id']}")))["history"]
    holders = [event["holder_id"] for event in history]
    assert sorted(holders) == sorted(story.people[phone.name] for phone in phones)
    # newest first by the phones' corrected clocks; what of it arrives first is the network's chance
    assert case["holder_id"] == history[0]["holder_id"], ("the state is what the ledger says", case, history)


async def a_backup_brings_everything_back(story):
    for phone in story.phones.values():
        await story.pockets(phone)
    await story.quiet()
    before = await story.all_that_counts()
    old = story.office
    kept = (await old.callboard("backup", str(story.folder / "backups"))).strip().splitlines()[0]
    await story.running.__aexit__(None, None, None)
    shutil.rmtree(old.data)
    await story.office.callboard("restore", kept)
    story.running = installed(old.data, environment=old.environment, port=int(story.url.rsplit(":", 1)[1]))
    story.office = await story.running.__aenter__()
    assert await story.all_that_counts() == before
