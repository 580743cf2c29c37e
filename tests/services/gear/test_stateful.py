import pytest

from tests.amounts import amount
from tests.services.gear.machine import play


@pytest.mark.timeout(900)
async def test_custody_keeps_its_promises_whatever_people_and_servers_do(gear):
    await play(gear, examples=amount("custody machine examples"), steps=amount("custody machine steps"))
