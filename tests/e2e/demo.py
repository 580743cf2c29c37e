"""The demo production as it stands, and its people: each signs in once, as the printed codes work once."""

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.async_api import StorageState

from server.services.access.sessions import COOKIE
from tests.e2e.installation import Installation

_CODE = re.compile(r"^  (?P<code>[0-9A-Z]{4} [0-9A-Z]{4})  (?P<name>[^,]+), ")


@dataclass
class Demo:
    """Read it, don't change it: every test of the run looks at this one."""

    running: Installation
    _signed_in: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.running.url.replace("127.0.0.1", "localhost")

    def code(self, name: str) -> str:
        found = (_CODE.match(line) for line in self.running.said)
        return next(one["code"].replace(" ", "") for one in found if one and one["name"] == name)

    async def session(self, name: str) -> str:
        """The value of this person's session cookie."""
        if name not in self._signed_in:
            headers = {"Callboard-Request": str(uuid.uuid4()), "Callboard-Format": "1"}
            async with httpx.AsyncClient(base_url=self.url, headers=headers) as client:
                answer = await client.post("/api/sign-in/code", json={"code": self.code(name)})
            answer.raise_for_status()
            self._signed_in[name] = answer.cookies[COOKIE]
        return self._signed_in[name]

    async def storage(self, name: str) -> StorageState:
        """What a browser starts with to be this person's."""
        cookie: Any = {
            "name": COOKIE, "value": await self.session(name), "domain": "localhost", "path": "/",
            "expires": -1, "httpOnly": True, "secure": True, "sameSite": "Lax",
        }  # fmt: skip
        return {"cookies": [cookie], "origins": []}

    async def get(self, name: str, path: str) -> Any:
        """What the API answers this person."""
        cookie = {"Cookie": f"{COOKIE}={await self.session(name)}"}
        async with httpx.AsyncClient(base_url=self.url, headers=cookie, timeout=30) as client:
            answer = await client.get(path)
        answer.raise_for_status()
        return answer.json()
