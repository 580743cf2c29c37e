"""Imports by who holds the machine: which production is meant, and whose a new one is."""

import json

import pytest

from server import clock
from server.cli.imports import as_document, as_lines
from server.db import read, tx
from server.errors import Conflict, Invalid, NotFound
from server.services.intake.here import import_here
from server.services.intake.imports import Asked, File
from server.services.intake.starting import Start

CREW = File("crew.csv", b"Department,Position,Name,E-mail\nGrip,Key Grip,Bo,bo@example.test\nGrip,Grip,Di,di@\n")
USS = {"universalScheduleStandard": {"project": "Low Tide", "breakdowns": [{"id": "s", "scene": "1A", "pages": 1}]}}
NEW_YORK = Start(zone="America/New_York", country="US")
TIDE = File("tide.uss", json.dumps(USS).encode())


async def take(*files, production=None, start=NEW_YORK, strict=False, **asked):
    return await import_here(files, Asked(**asked), production=production, start=start, strict=strict, now=clock.now())


async def value(sql, *args):
    async with read() as db:
        return await db.fetchval(sql, *args)


async def test_a_schedule_names_its_production_and_the_only_one_is_meant(empty_world):
    with pytest.raises(Conflict, match="no production yet"):
        await take(CREW)
    dry = await take(TIDE, dry_run=True)
    assert dry.made
    assert await value("SELECT count(*) FROM production") == 0
    made, again = await take(TIDE), await take(CREW)
    assert (made.production, again.production_id, again.made) == ("Low Tide", made.production_id, False)


async def test_among_several_it_must_be_named_by_name_or_number(world):
    with pytest.raises(Conflict, match="Which production"):
        await take(CREW)
    assert (await take(CREW, production="night FERRY")).production_id == world.other_production
    assert (await take(CREW, production=str(world.production))).production_id == world.production
    with pytest.raises(NotFound):
        await take(CREW, production="99999")
    skye = await take(CREW, production="Skye", start=Start(country="GB", zone="Europe/London"))
    assert await value("SELECT zone FROM production WHERE id = $1", skye.production_id) == "Europe/London"
    with pytest.raises(Invalid):
        await take(File("x.txt", b"nothing"), production="X")


async def test_the_first_person_of_an_installation_coordinates_what_is_imported(empty_world):
    async with tx() as db:
        await db.execute("INSERT INTO account (name, email) VALUES ('Nia', 'nia@example.test')")
    landed = await take(TIDE, CREW)
    assert landed.coordinator == "nia@example.test"
    assert await value("SELECT roles FROM access_grant") == ["coordinator"]


async def test_who_sits_at_the_terminal_is_asked_where_it_is_shot_and_a_script_is_told_what_was_guessed(empty_world):
    with pytest.raises(Invalid, match="Where is it shot") as asked:
        await take(TIDE, start=Start(zone="Europe/Malta"), strict=True)
    assert [each["where"] for each in asked.value.more["errors"]] == ["country"]
    guessed = await take(TIDE, start=Start(), dry_run=True, strict=True)
    assert guessed.reports[0].doubted[-1].says == (
        "Nobody has said where it is shot. Taken until somebody does: times in America/New_York, telephone numbers"
        " as in US. Give the time zone and the country."
    )
    landed = await take(TIDE, start=Start(zone="Europe/Malta", country="MT"), strict=True)
    assert "A new production: times in Europe/Malta, telephone numbers as in MT." in landed.reports[0].says
    kept = "SELECT concat_ws(' ', zone, country, currency, words) FROM production WHERE id = $1"
    assert await value(kept, landed.production_id) == "Europe/Malta MT EUR uk"
    # the next import finds it there: nothing is asked or said again
    assert "A new production" not in (await take(TIDE, start=Start(), strict=True)).reports[0].says


@pytest.mark.parametrize(
    "start", [Start(zone="Europe/Nowhere", country="GB"), Start(zone="Europe/Malta", country="XX")]
)
async def test_a_place_that_is_none_is_refused_in_words(empty_world, start):
    with pytest.raises(Invalid, match="There is no"):
        await take(TIDE, start=start)


async def test_the_note_in_a_terminal_and_as_json(empty_world):
    landed = await take(TIDE, CREW)
    text = "\n".join(as_lines(landed))
    assert "doubted: Row 3: 'di@' isn't an e-mail address. Left out." in text
    assert "callboard invite EMAIL" in text
    document = as_document(landed)
    assert (document["counts"]["scenes"], document["counts"]["people"], document["counts"]["cases"]) == (1, 2, 0)
    assert [(d["file"], d["line"], d["column"]) for d in document["doubts"] if d["line"]] == [("crew.csv", 3, "E-mail")]
