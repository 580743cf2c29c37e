"""Theo is on another production: every route × every id of Nia's in path, query and body, and nothing moves."""

from contextlib import asynccontextmanager, suppress

import pytest

from server.db import tx
from tests.routes.outsider import BODIES, OPEN, PASSED_OVER, Form
from tests.twins import rows_of, twins
from tests.world import application

UNKNOWN = {"uuid": "00000000-0000-4000-8000-0000000000ff", "int": 987_654_321, "str": "ZZZZZZZZZZ"}
VERBS = ("get", "post", "put", "patch", "delete")


def operations(app=None):
    """(operation id, verb, path, names of path ids, names of query ids, media type of the body or "") of every documented route."""
    app = app or application()
    found = []
    for path, item in app.openapi_schema.to_schema()["paths"].items():
        for verb in () if path.startswith("/schema") else VERBS:  # the document itself: any signed-in person
            if verb in item:
                one = item[verb]
                named = {"path": [], "query": []}
                for parameter in one.get("parameters", []):
                    if parameter["in"] in named:
                        named[parameter["in"]].append(parameter["name"])
                queries = [name for name in named["query"] if name.endswith("_id") or name == "code"]
                body = next(iter(one["requestBody"]["content"])) if "requestBody" in one else ""
                found.append((one["operationId"], verb, path, named["path"], queries, body))
    return found


class Watched(dict):
    """Ids that remember which were asked for."""

    def __init__(self, ids):
        super().__init__(ids)
        self.asked = []

    def __getitem__(self, name):
        self.asked.append(name)
        return super().__getitem__(name)


def unknown(value):
    if isinstance(value, int):
        return UNKNOWN["int"]
    return UNKNOWN["uuid"] if value.count("-") == 4 else UNKNOWN["str"]


def at(path, ids, queries=()):
    filled = path.format(**ids)
    return filled + ("?" + "&".join(f"{name}={ids[name]}" for name in queries) if queries else "")


def test_every_route_has_its_entry():
    missing = []
    for name, _, path, _, _, takes in operations():
        if "{production_id}" in path and takes and name not in BODIES:
            missing.append(f"{name}: its body, in BODIES of tests/routes/outsider.py")
        if "{" not in path and name not in OPEN:
            missing.append(f"{name}: why it names nothing of a production, in OPEN of tests/routes/outsider.py")
    assert missing == []


def test_no_entry_outlives_its_route():
    names = {name for name, *_ in operations()}
    assert set(BODIES) - names == set()


class _Undo(Exception):  # noqa: N818  control flow, not an error
    pass


@asynccontextmanager
async def undone():
    """What happens inside, requests included, is rolled back: each try meets the same rows."""
    with suppress(_Undo):
        async with tx():
            yield
            raise _Undo


async def send(client, verb, url, body):
    if isinstance(body, Form):
        return await client.request(verb.upper(), url, files={name: (None, value) for name, value in body.items()})
    return await client.request(verb.upper(), url, **({} if body is None else {"json": body}))


def said(answer):
    """The refusal's code; of a list of answers, each one's."""
    found = answer.json() if answer.content else {}
    return [(one.get("answer"), one.get("why")) for one in found] if isinstance(found, list) else found.get("code")


async def test_nothing_of_nias_production_answers_theo(world):
    nia, _ = await twins(world)
    before, wrong = await rows_of(world.production), []
    for name, verb, path, _, queries, takes in operations(world.app):
        if "{production_id}" not in path:
            continue
        body = BODIES[name](nia) if takes else None
        answer = await send(world.theo, verb, at(path, nia, queries), body)
        if answer.status_code != 404:
            wrong.append(f"{name}: {answer.status_code} {answer.text[:100]}")
        if takes and (await send(world.theo, verb, at(path, nia, queries), {})).status_code != 404:
            wrong.append(f"{name}: an empty body is judged before the right")
    assert wrong == [], "\n".join(wrong)
    assert await rows_of(world.production) == before


async def test_nias_ids_are_unknown_ids_inside_theos_production(world):
    """Path, query and body, one id at a time: the answer is the one that an id gives which exists nowhere."""
    nia, theo = await twins(world)
    before, wrong = await rows_of(world.production), []
    for name, verb, path, params, queries, takes in operations(world.app):
        if "{production_id}" not in path:
            continue
        watched = Watched(theo)
        if takes:
            BODIES[name](watched)
        for swapped in {*params, *queries, *watched.asked} - {"production_id"}:
            answers = []
            for value in (nia[swapped], unknown(nia[swapped])):
                ids = {**theo, swapped: value}
                body = BODIES[name](ids) if takes else None
                async with undone():
                    answer = await send(world.theo, verb, at(path, ids, queries), body)
                    answers.append((answer.status_code, said(answer)))
            there = (403, 404) if swapped in params else range(400, 500)
            fine = (200,) if (name, swapped) in PASSED_OVER else there
            if answers[0] != answers[1] or answers[0][0] not in fine:
                wrong.append(f"{name}, {swapped}: {answers[0]}, and {answers[1]} for one that is nowhere")
    assert wrong == [], "\n".join(wrong)
    assert await rows_of(world.production) == before


async def test_the_bodies_are_ones_that_their_owner_may_send(world):
    """Else the matrix would only prove that nonsense is refused."""
    nia, _ = await twins(world)
    wrong = []
    for name, verb, path, _, queries, takes in operations(world.app):
        if takes and "{production_id}" in path:
            async with undone():
                answer = await send(world.nia, verb, at(path, nia, queries), BODIES[name](nia))
                if answer.status_code == 400:
                    wrong.append(f"{name}: {answer.text[:200]}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("operation", [o for o in operations() if "{" in o[2] and "{production_id}" not in o[2]])
async def test_what_is_somebodys_own_is_nobody_elses(world, operation):
    name, verb, path, _, queries, takes = operation
    if name in OPEN:
        pytest.skip(OPEN[name])
    nia, _ = await twins(world)
    before = await rows_of(world.production)
    answer = await send(world.theo, verb, at(path, nia, queries), BODIES[name](nia) if takes else None)
    assert answer.status_code == 404
    assert await rows_of(world.production) == before
