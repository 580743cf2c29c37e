import pytest

from server.rules.access.passkeys import Party, party


@pytest.mark.parametrize(("public_url", "found"), [
    ("https://callboard.example.org", Party("callboard.example.org", "https://callboard.example.org")),
    ("https://Callboard.Example.org:8443", Party("callboard.example.org", "https://callboard.example.org:8443")),
    ("http://127.0.0.1:8450", Party("localhost", "http://localhost:8450")),
    ("http://localhost:8450", Party("localhost", "http://localhost:8450")),
    ("http://[::1]:8450", Party("localhost", "http://localhost:8450")),
    ("https://192.168.1.20:8450", None),
    ("https://[fd00::20]", None),
])  # fmt: skip
def test_a_passkey_belongs_to_a_name_and_never_to_an_address(public_url, found):
    assert party(public_url) == found
