"""Every state of a person on the list × everything the office or the person can do in it."""

import pytest

from server import clock
from server.db import read, tx
from server.services.production import post as letters
from tests.post import Post

STATES = ("listed", "coded", "invited", "joined", "removed")


class Someone:
    """Hana in one of the states, with what was given to her on the way."""

    def __init__(self, world):
        self.world, self.code, self.link, self.phone = world, "", "", None

    async def become(self, state):
        self.id = (await self.office("post", "/members", {"name": "Hana", "email": "hana@example.test"})).json()["id"]
        if state != "listed":
            self.code = (await self.office("post", "/invites/codes", {"member_id": self.id})).json()["codes"][0]["code"]
        if state in ("invited", "joined", "removed"):
            await self.invite()
        if state in ("joined", "removed"):
            self.phone = await self.world.browser()
            assert (await self.phone.post("/api/sign-in/link", json={"link": self.link})).status_code == 200
        if state == "removed":
            assert (await self.office("delete", f"/members/{self.id}")).status_code == 204
        return self

    async def office(self, verb, rest, body=None):
        more = {} if body is None else {"json": body}
        return await self.world.nia.request(verb.upper(), f"/api/productions/{self.world.production}{rest}", **more)

    async def invite(self):
        await self.office("post", "/invites/test")
        answer = await self.office("post", "/invites", {"members": [self.id]})
        async with read() as db:
            invite = await db.fetchrow(
                "SELECT id, sent_state FROM invite WHERE member_id = $1 AND revoked_at IS NULL ORDER BY id DESC",
                self.id,
            )
        if invite and invite["sent_state"] == "queued":
            box = Post()
            await letters.mail_invite(
                self.world.settings, self.world.production, invite["id"], deliver=box, now=clock.now()
            )
            self.link = box.link()
        return answer

    async def do(self, verb):
        return await getattr(self, f"do_{verb}")()

    async def do_change(self):
        body = {"person": {"name": "Hana V.", "email": "hana@example.test"}, "revision": await self.revision()}
        return (await self.office("put", f"/members/{self.id}", body)).status_code

    async def do_give_role(self):
        return (await self.office("put", f"/members/{self.id}/roles", {"roles": ["accountant"]})).status_code

    async def do_invite(self):
        answer = await self.invite()
        return (answer.status_code, "mailed" if answer.status_code == 200 and answer.json()["mailed"] else "not mailed")

    async def do_print(self):
        return (await self.office("post", "/invites/codes", {"member_id": self.id})).status_code

    async def do_remove(self):
        return (await self.office("delete", f"/members/{self.id}")).status_code

    async def do_read_it(self):
        return (await self.office("get", f"/members/{self.id}")).status_code

    async def do_use_first_code(self):
        phone = await self.world.browser()
        return (await phone.post("/api/sign-in/code", json={"code": self.code or "ZZZZ-0000"})).status_code

    async def do_use_link(self):
        phone = await self.world.browser()
        return (await phone.post("/api/sign-in/link", json={"link": self.link or "x" * 43})).status_code

    async def do_sign_in_by_mail(self):
        box = Post()
        await letters.mail_sign_in(self.world.settings, "hana@example.test", deliver=box, now=clock.now())
        if not box.letters:
            return "no letter"
        phone = await self.world.browser()
        assert (await phone.post("/api/sign-in/link", json={"link": box.link()})).status_code == 200
        return [m["member_id"] for m in (await phone.get("/api/me")).json()["memberships"]] == [self.id]

    async def do_read_production(self):
        phone = self.phone or await self.world.browser()
        return (await phone.get(f"/api/productions/{self.world.production}")).status_code

    async def revision(self):
        async with tx() as db:
            return await db.fetchval("SELECT revision FROM member WHERE id = $1", self.id)


#              listed                coded                 invited            joined                  removed
ANSWERS = {
    "change": (200, 200, 200, 200, 404),
    "give_role": (200, 200, 200, 200, 404),
    "invite": ((200, "mailed"), (200, "mailed"), (200, "mailed"), (200, "not mailed"), (404, "not mailed")),
    "print": (200, 200, 200, 200, 404),
    "remove": (204, 204, 204, 204, 404),
    "read_it": (200, 200, 200, 200, 404),
    "use_first_code": (400, 200, 200, 400, 400),  # the printed one stays good beside the first letter
    "use_link": (400, 400, 200, 400, 400),
    "sign_in_by_mail": ("no letter", "no letter", True, True, False),  # the account stays, the production doesn't
    "read_production": (401, 401, 401, 200, 401),
}


@pytest.mark.parametrize("verb", ANSWERS)
@pytest.mark.parametrize("state", STATES)
async def test_each_verb_in_each_state(world, state, verb):
    someone = await Someone(world).become(state)
    assert await someone.do(verb) == ANSWERS[verb][STATES.index(state)]
