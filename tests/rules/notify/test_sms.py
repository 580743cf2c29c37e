"""A text message fits, says the own call first, and is believed only with its signature."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.notify.sms import (
    Consent,
    believed,
    checked_gateway,
    gsm,
    may_text,
    says_stop,
    signature,
    text,
)

NOW = datetime(2030, 4, 10, 21, 40, tzinfo=UTC)
KEY = b"a secret"


def test_own_call_comes_first_with_the_old_time():
    said = text("Your call Fri 12 Apr: 05:45, was 06:12", "Parking North field, was Lot B · Rain · Blue")
    assert said == (
        "Your call Fri 12 Apr: 05:45, was 06:12. Parking North field, was Lot B. Rain. Blue. Reply STOP to end."
    )


def test_what_does_not_fit_is_left_out_whole():
    said = text("Your call Fri 12 Apr: 05:45, was 06:12", "x" * 120 + " · Blue")
    assert said == "Your call Fri 12 Apr: 05:45, was 06:12. Reply STOP to end."


@given(st.text(max_size=300), st.text(max_size=300))
def test_it_is_one_message_whatever_is_in_it(title, body):
    assert len(text(title, body)) <= 160


def test_signs_are_written_with_the_letters_that_cost_once():
    assert gsm("06:12 → 05:45 – Zoë’s “Łódź”") == '06:12 -> 05:45 - Zoe\'s "Łodz"'
    assert gsm("à Ñ ü") == "à Ñ ü"


@pytest.mark.parametrize("words", ["STOP", " stop. ", "Stop please", "UNSUBSCRIBE", "Arrêt"])
def test_stop_is_understood(words):
    assert says_stop(words)


@pytest.mark.parametrize("words", ["", "ok", "don't stop", "stopped by"])
def test_anything_else_is_no_stop(words):
    assert not says_stop(words)


@pytest.mark.parametrize(
    ("consent", "more", "may"),
    [
        (Consent(agreed_at=NOW), {}, True), (Consent(), {}, False),
        (Consent(agreed_at=NOW, stopped_at=NOW), {}, False), (Consent(agreed_at=NOW), {"switched_on": False}, False),
        (Consent(agreed_at=NOW), {"today": 4}, False), (Consent(agreed_at=NOW), {"of_all": 200}, False),
    ],
)  # fmt: skip
def test_nothing_is_sent_without_consent_or_over_a_cap(consent, more, may):
    usual = {"switched_on": True, "today": 3, "most": 4, "of_all": 199, "most_of_all": 200}
    assert may_text(consent, **usual | more) is may


def test_a_request_is_believed_with_its_own_signature_for_five_minutes():
    signed = signature(KEY, b"{}", at=NOW)
    assert signed.startswith(f"t={int(NOW.timestamp())},v1=")
    assert believed(KEY, b"{}", signed, now=NOW + timedelta(minutes=5))
    assert not believed(KEY, b"{}", signed, now=NOW + timedelta(minutes=6))
    assert not believed(KEY, b"{} ", signed, now=NOW)
    assert not believed(b"another", b"{}", signed, now=NOW)


@given(st.text(max_size=80))
def test_no_other_header_is_believed(header):
    assert not believed(KEY, b"{}", header, now=NOW)


@pytest.mark.parametrize(
    "url", ["https://sms.example.com/send", "https://8.8.8.8/x", "http://gateway.lan:8080/send", "https://10.0.0.7/x"]
)
def test_a_gateway_is_public_and_https_or_named_by_the_operator(url):
    assert checked_gateway(url, ("gateway.lan", "10.0.0.7")) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://sms.example.com/send", "ftp://sms.example.com", "https://127.0.0.1/x", "https://[::1]/x", "https://a@b.example/x",
        "https://a:b@b.example/", "https://2130706433/", "https://0x7f000001/", "https://localhost/x", "https:///x", "x",
        "https://sms.example.com:99999/", "https://sms.example.com/#x", "https://169.254.169.254/x", "https://a b.example/",
    ],
)  # fmt: skip
def test_nothing_else_is_a_gateway(url):
    with pytest.raises(ValueError, match="CALLBOARD_SMS"):
        checked_gateway(url, ("gateway.lan",))
