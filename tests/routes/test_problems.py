"""What is wrong with a request is said as the sender's, with where it stands; never as a fault of ours."""


async def test_a_field_named_like_a_dependency_of_ours_is_the_senders(world):
    body = {"revision": 1, "settings": {"colour": ["White"]}}
    answer = await world.nia.patch(f"/api/productions/{world.production}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["errors"] == [
        {"where": "data.settings", "what": "Object contains unknown field `colour`"}
    ]  # fmt: skip


async def test_a_verb_that_is_none_of_a_route_says_its_own_status(world):
    answer = await world.nia.delete("/api/productions")
    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (405, 405, "http_405")
