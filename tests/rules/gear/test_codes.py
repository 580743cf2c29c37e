import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.gear.codes import ALPHABET, LENGTH, Reading, label_url, new_code, read_code, read_label

SHARED = json.loads((Path(__file__).parents[2] / "cases" / "labels.json").read_text())
ORIGINS = SHARED["origins"]


@pytest.mark.parametrize(("text", "kind", "code"), SHARED["cases"])
def test_what_a_code_says(text, kind, code):
    """The same cases are read by the phone's own reader (frontend/tests/scan.test.ts)."""
    read = read_label(text, ORIGINS)
    assert (read.kind, read.code) == (kind, code)


@given(st.binary(min_size=LENGTH, max_size=40))
def test_a_new_code_reads_as_itself(octets):
    code = new_code(octets)
    assert read_code(code.lower()) == code
    assert read_label(label_url(ORIGINS[0], code), ORIGINS).code == code


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    read = read_label(text, ORIGINS)
    assert (read.kind is Reading.OURS) == bool(read.code)


@given(st.text(ALPHABET + "OIL", min_size=LENGTH, max_size=LENGTH))
def test_letters_that_are_mistaken_read_as_digits(typed):
    assert read_code(typed) == typed.replace("O", "0").replace("I", "1").replace("L", "1")
