import json
import logging

import pytest

from server.log import Lines, discreet

TOKEN = "q7Rk3vPz9xLm2NwT5yBc8sDf1gHj4aQe6uXoZ0iVbWk"


@pytest.mark.parametrize(
    "text",
    [
        f"GET /p/{TOKEN} 200",
        f"Authorization: Bearer {TOKEN}",
        f"token={TOKEN}",
        f"https://fcm.googleapis.com/fcm/send/{TOKEN}",
        f"cookie __Host-callboard={TOKEN}",
        TOKEN,
    ],
)
def test_no_token_reaches_the_log(text):
    assert TOKEN not in discreet(text)


@pytest.mark.parametrize("text", ["joined by /join/7KX2M9QD", "code: 7KX2M9QD", "/G/7KX2M9QD10 read"])
def test_no_code_reaches_the_log(text):
    assert "7KX2M9QD" not in discreet(text)


@pytest.mark.parametrize("number", ["+1 (323) 555-0142", "+447700900142", "07700 900 142", "+1-323-555-0142"])
def test_of_a_number_two_digits_are_left(number):
    said = discreet(f"rang {number} twice")
    assert said == "rang …42 twice"


@pytest.mark.parametrize(
    "text",
    ["day 17 published, 141 told, 9 mailed", "2026-11-24T18:57:20Z", "took 12.5 ms", "production 3, notice 1234567",
     "https://shoot.example.org/api/productions/3/days", "PostgreSQL 15.18 on 127.0.0.1:8450"],
)  # fmt: skip
def test_ordinary_words_stay(text):
    assert discreet(text) == text


def test_a_password_in_an_address_is_left_out():
    assert "hunter2" not in discreet("smtp://nia:hunter2@mail.example.org:587 refused")


def test_a_line_is_json_with_its_fields_and_a_clean_trace():
    try:
        int(f"+{TOKEN}")
    except ValueError as wrong:
        record = logging.LogRecord("callboard", 40, "", 1, "sent to %s", ("+447700900142",), (type(wrong), wrong, None))
    record.seen = {"ms": 12, "path": f"/p/{TOKEN}"}
    line = json.loads(Lines().format(record))
    assert (line["what"], line["ms"], line["path"]) == ("sent to …42", 12, "/p/…")
    assert TOKEN not in line["trace"]
