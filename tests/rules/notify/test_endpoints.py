"""Endpoints: only known push services, on 443, by name."""

import pytest

from server.rules.notify.endpoints import origin_of

GOOD = {
    "https://fcm.googleapis.com/fcm/send/x": "https://fcm.googleapis.com",
    "https://FCM.googleapis.com/x": "https://fcm.googleapis.com",
    "https://fcm.googleapis.com:443/x": "https://fcm.googleapis.com",
    "https://jmt17.google.com/fcm/send/x": "https://jmt17.google.com",
    "https://updates.push.services.mozilla.com/wpush/v2/x": "https://updates.push.services.mozilla.com",
    "https://web.push.apple.com/x": "https://web.push.apple.com",
    "https://wns2-db5p.notify.windows.com/w/?token=x": "https://wns2-db5p.notify.windows.com",
}
BAD = [
    "", "x", "//fcm.googleapis.com/x", "http://fcm.googleapis.com/x", "ftp://fcm.googleapis.com/x",
    "https://script.google.com/macros/x", "https://127.0.0.1/x.google.com/", "https://169.254.169.254/a.apple.com/",
    "https://fcm.googleapis.com@127.0.0.1/", "https://a:b@fcm.googleapis.com/", "https://@fcm.googleapis.com/",
    "https://fcm.googleapis.com.evil.example/", "https://fcm.googleapis.com./x", "https://evil.example/.push.apple.com/",
    "https://fcm.googleapis.com:8443/", "https://fcm.googleapis.com:99999/", "https://[::1]/", "https://[fcm.googleapis.com/",
    "https://2130706433/", "https://0x7f000001/", "https://fcm.googleapis.com\\@127.0.0.1/", "https://evilnotify.windows.com/",
    "https://notify.windows.com/", "https://fcm.googleapis.com/\r\nX: y", "https://fcm.googleapis.com/ x",
    "https://fcm.googleapis.com/\x00", "https://fcm.googleapis.com/" + "x" * 2_048,
]  # fmt: skip


@pytest.mark.parametrize(("endpoint", "origin"), GOOD.items())
def test_a_push_service_is_called_at_its_origin(endpoint, origin):
    assert origin_of(endpoint) == origin


@pytest.mark.parametrize("endpoint", BAD)
def test_nothing_else_is_ever_called(endpoint):
    assert origin_of(endpoint) is None
