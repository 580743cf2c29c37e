"""Numbers for the phone's own address book, read back by the reader of contacts."""

import vobject

from server.db import tx
from server.rules.production.contacts import Card, vcards
from server.rules.production.vcard import read_cards


async def saved(world, name):
    """name: number, of every card; the production itself isn't named."""
    answer = await world.people[name].client.get(f"/api/productions/{world.production}/contacts.vcf")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/vcard")
    assert answer.headers["cache-control"] == "private, no-store"
    assert "Harbour" not in answer.text
    return {entry.name: entry for entry in read_cards(answer.text, country="US").entries} if answer.text else {}


async def numbers(world):
    async with tx() as db:
        await db.execute("UPDATE member SET mobile = '+1212555010' || id, email = lower(name) || '@example.test'")
        await db.execute("UPDATE production SET office_phone = '+12125550199', code_name = 'Velvet Pier'")
        await db.execute("UPDATE member SET number_shown = true WHERE name IN ('Bjorn', 'Lena')")


async def test_the_office_sees_everybodys_and_not_their_own(world):
    await numbers(world)
    assert set(await saved(world, "nia")) == {"Production office, Velvet Pier", "Omar", "Lena", "Bjorn"}


async def test_crew_save_the_office_and_who_lets_them(world):
    await numbers(world)
    found = await saved(world, "omar")
    assert set(found) == {"Production office, Velvet Pier", "Lena", "Bjorn"}
    assert found["Bjorn"].contacts.mobile == f"+1212555010{world.people['bjorn'].member_id}"
    assert (found["Bjorn"].title, found["Bjorn"].contacts.email) == ("2nd Assistant Director", "")


async def test_a_head_saves_the_own_department_with_addresses(world):
    await numbers(world)
    found = await saved(world, "lena")
    assert set(found) == {"Production office, Velvet Pier", "Omar", "Bjorn"}
    assert found["Omar"].contacts.email == "omar@example.test"


async def test_who_reads_only_the_own_day_saves_whom_to_ask(world):
    await numbers(world)
    for role in ("talent", "vendor"):
        async with tx() as db:
            await db.execute("UPDATE access_grant SET roles = $1, departments = '{}'", [role])
        assert set(await saved(world, "omar")) == {"Production office, Velvet Pier", "Bjorn"}


async def test_a_performers_card_names_no_character(world):
    await numbers(world)
    async with tx() as db:
        await db.execute("UPDATE member SET roles = '{talent}' WHERE name = 'Omar'")
    assert (await saved(world, "nia"))["Omar"].title == ""


async def test_without_any_number_there_is_nothing_to_save(world):
    assert await saved(world, "omar") == {}


def test_a_card_survives_whatever_a_name_holds():
    long = "Zoë-Åsa, " * 12
    (read,) = vobject.readComponents(vcards([Card("k@x", f"{long}O;Neill\nBEGIN:VCARD", "A, B", "+4479", "Key; Grip")]))
    assert read.fn.value == f"{long}O;Neill\nBEGIN:VCARD"
    assert (read.title.value, read.org.value, read.uid.value) == ("Key; Grip", ["A, B"], "k@x")
    text = vcards([Card("k@x", long, "A", "+4479")])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
