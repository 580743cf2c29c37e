"""The API as its own schema describes it, asked by a coordinator of a running demo: every operation does its work once,
and nothing that the schema allows, or almost allows, ends in an error of ours.
"""

import asyncio
import re
import shutil
from types import SimpleNamespace

import asyncpg
import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server import postgres
from server.adapters.keys import installation_key
from server.rules.notify import message
from tests.amounts import amount
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed
from tests.e2e.schema_table import ANYBODY, BEFORE, BODIES, ENDPOINT, LAST, NAMED, PATHS
from tests.fakes.push_service import PushService
from tests.routes.outsider import Form
from tests.twins import one_of_each

pytestmark = pytest.mark.e2e

COORDINATOR = "sato@tidetables.example"
NO_FUZZ = {
    "SignOut": "ends the token that asks", "RevokeDevice": "may end the token that asks",
    "ArchiveProduction": "takes no body, and ends what the others ask for", "Live": "a stream without end",
}  # fmt: skip


class Asked:
    """A running demo, its schema, and one of everything in a production of the coordinator's own."""

    def __init__(self, demo, client, token):
        self.demo, self.client, self.token = demo, client, token
        self.anybody = httpx.AsyncClient(base_url=demo.url.replace("127.0.0.1", "localhost"), timeout=60)
        self.ids = {"email": COORDINATOR}

    async def get(self, path):
        answer = await self.client.get(path.format(**self.ids))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def begin(self):
        self.schema = (await self.client.get("/schema/openapi.json")).json()
        self.operations = {
            one["operationId"]: (verb.upper(), path, one)
            for path, item in self.schema["paths"].items()
            for verb, one in item.items()
        }
        account = (await self.get("/api/me"))["account_id"]
        made = await self.client.post("/api/productions", json={"name": "Everything once"})
        connection = await asyncpg.connect(postgres.running(self.demo.data).dsn())
        try:
            async with connection.transaction():
                await self._fill(connection, made.json()["id"], account)
        finally:
            await connection.close()
        codes = await self.client.post(
            f"/api/productions/{self.ids['production_id']}/invites/codes", json={"member_id": self.ids["member_id"]}
        )
        self.ids["join_code"] = codes.json()["codes"][0]["code"]
        self.ids["keys"] = PushService().phone().keys

    async def _fill(self, connection, production, account):
        """The twins of the outsider's matrix, with a page that is out and a notice of the coordinator's own."""
        ids = await one_of_each(connection, production, SimpleNamespace(account_id=account))
        self.ids |= {name: value if isinstance(value, int) else str(value) for name, value in ids.items()}
        await connection.execute("DELETE FROM import_run WHERE id = $1", ids["run_id"])
        await connection.execute("UPDATE sheet_version SET release_at = now() WHERE id = $1", ids["version_id"])
        await connection.execute("UPDATE task SET kind = 'problem' WHERE id = $1", ids["task_id"])
        created = await connection.fetchval(
            "UPDATE notice SET release_at = now(), state = 'accepted', member_id ="
            " (SELECT id FROM member WHERE production_id = $2 AND account_id = $3), payload ="
            " (SELECT payload FROM notice WHERE subject = 'sheet' AND production_id <> $2 LIMIT 1)"
            " WHERE id = $1 RETURNING created_at",
            ids["notice_id"], production, account,
        )  # fmt: skip
        self.ids["notice_token"] = message.token(installation_key(self.demo.data), ids["notice_id"], created)

    async def ask(self, name):
        """One operation with what its body and path need now; (status, what it said)."""
        verb, path, one = self.operations[name]
        await self._read_again(name)
        ids = self.ids | {to: self.ids[what] for to, what in PATHS.get(name, {}).items()}
        wanted = {
            each["name"]: ids[each["name"]]
            for each in one.get("parameters", [])
            if each["in"] == "query" and each.get("required")
        }
        body = BODIES.get(name, lambda _: {})(ids) if "requestBody" in one else None
        sent = {} if body is None else {"json": body}
        if isinstance(body, Form):
            sent = {"files": {field: (None, value) for field, value in body.items()}}
        client = self.anybody if name in ANYBODY else self.client
        url = path.format(**ids, path="x")
        async with client.stream(verb, url, params=wanted, **sent) as answer:
            if answer.headers.get("content-type", "").startswith("text/event-stream"):
                return answer.status_code, "a stream"
            await answer.aread()
        if answer.is_success:
            self._learn(name, answer)
        return answer.status_code, answer.text[:200]

    async def _read_again(self, name):
        """What an editor would have read just before: revisions, the newest version, the mail that came."""
        if name in {"PublishSheet", "PublishPreliminary"}:
            draft = await self.get("/api/productions/{production_id}/days/{day_id}/draft")
            self.ids |= {key: draft[key] for key in ("base_version", "day_revision")}
        elif name == "ChangeProduction":
            self.ids["production_revision"] = (await self.get("/api/productions/{production_id}"))["revision"]
        elif name == "ChangePerson":
            person = await self.get("/api/productions/{production_id}/members/{member_id}")
            self.ids["member_revision"] = person["revision"]
        elif name == "WrapProduction":
            self.ids["today"] = (await self.get("/api/productions/{production_id}/wrap"))["today"]
        elif name == "SignInByMailedCode":
            self.ids["mailed_code"] = await self._mailed_code()

    async def _mailed_code(self):
        async with asyncio.timeout(20):
            while True:
                for mail in (await self.get("/api/captured-mail"))["mails"]:
                    if found := re.match(r"(\d{3}) (\d{3}) is your", mail["subject"]):
                        return found.expand(r"\1\2")
                await asyncio.sleep(0.1)

    def _learn(self, name, answer):
        if name in {"PublishSheet", "WithdrawSheet"}:
            self.ids["issued_id"] = answer.json()["version_id"]
        elif name == "AddDay":
            self.ids["spare_day_id"] = answer.json()["id"]
        elif name in {"AddUnit", "AddDepartment", "AddPlace", "AddVehicle", "AddVendor"}:
            self.ids[f"made_{name[3:].lower()}_id"] = answer.json()["id"]
        elif name == "PrintCodes" and answer.json()["codes"]:
            self.ids["join_code"] = answer.json()["codes"][0]["code"]
        elif name == "Import":
            self.ids["imported_id"] = answer.json()["reports"][0]["import_id"]


@pytest.fixture(scope="module")
async def demo():
    folder = reachable_folder()
    # nobody's push service may be asked from a test
    quiet = {"CALLBOARD_PUSH_REWRITE": f"{'/'.join(ENDPOINT.split('/')[:3])}=http://127.0.0.1:9"}
    try:
        async with installed(folder / "data", "--demo", environment=quiet) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def asked(demo):
    token = await demo.token(COORDINATOR)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=demo.url, headers=headers, timeout=60) as client:
        made = Asked(demo, client, token)
        await made.begin()
        yield made
        await made.anybody.aclose()


async def test_every_operation_does_its_work_once(asked):
    order = [name for name in asked.operations if name not in LAST and name not in NAMED] + LAST
    wrong = []
    for name in order:
        if name in BEFORE:
            await asked.ask(BEFORE[name])
        status, said = await asked.ask(name)
        if not 200 <= status < 300:
            wrong.append(f"{name}: {status} {said}")
    assert wrong == [], "\n".join(wrong)


async def test_no_name_outlives_its_operation(asked):
    assert (set(NAMED) | set(LAST) | set(PATHS) | set(BODIES) | set(NO_FUZZ)) - set(asked.operations) == set()


async def test_nothing_that_the_schema_allows_is_an_error_of_ours(asked):
    """Ids that exist in two cases of three: a made-up one is refused before the body is looked at."""
    wrong = await asyncio.to_thread(_fuzz, asked)
    assert wrong == {}
    assert (await asked.client.get("/api/me")).status_code == 200, "whom the cases were asked for was signed out"


def _fuzz(asked):
    """By operation: the first request that was answered with a status of ours, and what it was."""
    schema = schemathesis.openapi.from_dict(asked.schema)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {asked.token}"
    wrong = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        name = operation.definition.raw["operationId"]
        if name not in NO_FUZZ:
            _fuzz_one(operation, name, asked, session, wrong)
    return wrong


def _fuzz_one(operation, name, asked, session, wrong):
    @settings(
        max_examples=amount("schemathesis examples"), phases=[Phase.generate], deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(), known=st.integers(0, 2))
    def ask(case, known):
        case.path_parameters = {
            key: asked.ids.get(key, made_up) if known or key == "production_id" else made_up
            for key, made_up in (case.path_parameters or {}).items()
        }
        answer = case.call(base_url=asked.demo.url, session=session, timeout=30)
        if answer.status_code >= 500:
            wrong.setdefault(name, f"{answer.status_code} {case.as_curl_command()}")

    ask()
