"""What a phone is sent: it fits, it says the words, and its token is for one notice."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from server.rules.notify.message import LONGEST, Said, encoded, token, topic

NOW = datetime(2030, 4, 10, 21, 40, tzinfo=UTC)
SAID = Said(
    notice_id=7, account_id=3, subject="sheet", subject_id=12, rings=True, must_confirm=True,
    title="Your call 06:12 → 05:45", body="Fri 11 Apr. Parking moved to North field.", day=b'{"day_id":12,"calls":[{}]}',
    token="t" * 43, sent_at=NOW,
)  # fmt: skip


def test_it_is_declarative_web_push_that_our_worker_reads_too():
    sent = msgspec.json.decode(encoded(SAID))
    assert sent["web_push"] == 8030
    assert sent["notification"]["title"] == SAID.title
    assert sent["notification"]["tag"] == "sheet-12"
    assert "silent" not in sent["notification"]
    assert sent["callboard"]["notice"] == 7
    assert sent["callboard"]["day"] == {"day_id": 12, "calls": [{}]}


def test_what_does_not_ring_is_silent_also_without_our_worker():
    assert msgspec.json.decode(encoded(msgspec.structs.replace(SAID, rings=False)))["notification"]["silent"] is True


@given(st.text(max_size=6_000), st.text(max_size=6_000), st.integers(0, 6_000))
def test_it_always_fits(title, body, size):
    day = msgspec.json.encode({"day_id": 1, "places": ["x" * (size // 2)], "change": "y" * (size // 2)})
    assert len(encoded(msgspec.structs.replace(SAID, title=title[:900], body=body[:900], day=day))) <= LONGEST


def test_places_go_first_when_it_is_too_long():
    day = msgspec.json.encode({"day_id": 1, "calls": [{"at": "x"}], "places": ["x" * 4_000]})
    sent = msgspec.json.decode(encoded(msgspec.structs.replace(SAID, day=day)))
    assert sent["callboard"]["day"] == {"day_id": 1, "calls": [{"at": "x"}]}


def test_a_token_is_for_one_notice_of_one_moment():
    one = token(b"k" * 32, 7, NOW)
    assert one == token(b"k" * 32, 7, NOW)
    others = {token(b"k" * 32, 8, NOW), token(b"k" * 32, 7, NOW + timedelta(seconds=1)), token(b"j" * 32, 7, NOW)}
    assert one not in others
    assert len(others) == 3


def test_a_topic_is_one_that_every_service_takes():
    assert len(topic("sheet", 12)) == 24
    assert topic("sheet", 12) != topic("sheet", 13)
