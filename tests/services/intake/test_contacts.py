"""Contacts of a phone, imported over people who are there; lists whose columns are mistaken."""

import pytest

from server.errors import TooLarge
from tests.services.intake.test_importing_again import BO, HEAD, one, take


async def test_a_card_with_a_title_alone_takes_nobody_out_of_a_department(world):
    await take(world, HEAD + BO)
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Eze\nEMAIL:bo@example.test\nTITLE:Gaffer\nEND:VCARD\n"
    for _ in range(2):
        report = await take(world, card, name="bo.vcf")
        assert [(n.line, n.code) for n in report.doubted if n.line] == [(1, "position_nowhere")]
    held = "SELECT p.title FROM member_position p JOIN member m ON m.id = p.member_id WHERE m.email = 'bo@example.test'"
    assert (await one(held))["title"] == "Key Grip"


async def test_a_list_of_a_thousand_departments_is_refused(world):
    with pytest.raises(TooLarge, match="more than 300 departments"):
        await take(world, HEAD + "".join(f"D{n},Grip,P{n},,,,\n" for n in range(1_000)))
