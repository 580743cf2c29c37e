"""Which push endpoints may be stored and called: whoever can store any address could make the server call it (SSRF)."""

from urllib.parse import urlsplit

LONGEST = 2_048

_HOSTS = frozenset({
    "fcm.googleapis.com",
    "jmt17.google.com",  # Chromium hands it out too; never ".google.com": script.google.com is anybody's
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
})  # fmt: skip
_SUFFIXES = (".notify.windows.com", ".push.apple.com", ".push.services.mozilla.com")


def origin_of(endpoint: str) -> str | None:
    """`https://host` of an endpoint of a known push service; None for anything else, address literals included."""
    if len(endpoint) > LONGEST or any(letter <= " " or letter in "\\\x7f" for letter in endpoint):
        return None
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or port not in (None, 443) or parts.username is not None or parts.password is not None:
        return None
    host = (parts.hostname or "").lower()
    if host in _HOSTS or host.endswith(_SUFFIXES):
        return f"https://{host}"
    return None
