import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.gear.codes import ALPHABET, LENGTH, Reading, label_url, new_code, read_code, read_label

ORIGINS = ["https://callboard.example", "https://old.example:8443"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HTTPS://CALLBOARD.EXAMPLE/G/0123456789", Reading.OURS),
        ("https://callboard.example/g/o1i3L56789", Reading.OURS),
        ("HTTPS://OLD.EXAMPLE:8443/G/0123456789/", Reading.OURS),
        ("0123456789", Reading.OURS),
        ("01234-56789", Reading.OURS),
        ("https://callboard.example/join/0123456789", Reading.NOT_A_CODE),
        ("https://callboard.example/G/012345678", Reading.NOT_A_CODE),
        ("https://callboard.example.evil.example/G/0123456789", Reading.FOREIGN),
        ("https://callboard.example@evil.example/G/0123456789", Reading.FOREIGN),
        ("http://callboard.example/G/0123456789", Reading.FOREIGN),
        ("https://old.example/G/0123456789", Reading.FOREIGN),
        ("https://[/G/0123456789", Reading.FOREIGN),
        ("https://callboard.example:99999/G/0123456789", Reading.FOREIGN),
        ("CAM-07", Reading.NOT_A_CODE),
        ("", Reading.NOT_A_CODE),
    ],
)
def test_what_a_code_says(text, kind):
    assert read_label(text, ORIGINS).kind is kind


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
