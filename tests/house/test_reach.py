import pytest

from server.reach import reach, signs_in


def told(host="127.0.0.1", public_url="", proxies=(), port=8450):
    return reach(host=host, port=port, public_url=public_url, proxies=proxies, address="192.168.1.20")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_alone_plain_http_will_do(host):
    here = told(host)
    assert (here.public_url, here.tls, here.signs_in, here.says) == ("http://localhost:8450", False, True, ())


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "https://192.168.1.20:8450"),
        ("::", "https://192.168.1.20:8450"),
        ("192.168.1.9", "https://192.168.1.9:8450"),
        ("fd00::1", "https://[fd00::1]:8450"),
    ],
)
def test_beyond_it_we_speak_https_and_say_that_phones_must_trust_us(host, url):
    here = told(host)
    assert (here.public_url, here.tls, here.signs_in) == (url, True, True)
    assert f"{url}/trust" in here.says[0]


def test_behind_a_proxy_the_proxy_speaks_https():
    here = told("0.0.0.0", "https://shoot.example.org/", ("10.0.0.1",))
    assert (here.public_url, here.tls, here.says) == ("https://shoot.example.org", False, ())


def test_a_proxy_on_this_machine_needs_no_certificate_of_ours():
    assert not told("127.0.0.1", "https://shoot.example.org").tls


def test_over_plain_http_nobody_is_signed_in_and_it_says_why():
    here = told("0.0.0.0", "http://192.168.1.20:8450")
    assert (here.tls, here.signs_in) == (False, False)
    assert "nobody is signed in" in here.says[0]


@pytest.mark.parametrize(
    "url", ["shoot.example.org", "https://", "ftp://x.org", "https://x.org/path", "https://x.org?a=1"]
)
def test_what_is_no_origin_is_refused(url):
    with pytest.raises(ValueError, match="an origin is wanted"):
        told(public_url=url)


def test_a_proxy_without_its_origin_is_refused():
    with pytest.raises(ValueError, match="needs --public-url"):
        told("0.0.0.0", proxies=("10.0.0.1",))


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://a.org", True), ("http://localhost:1", True), ("http://127.0.0.1", True), ("http://a.localhost", True),
     ("http://a.org", False), ("http://192.168.1.2", False), ("http://[::1]:8450", True)],
)  # fmt: skip
def test_where_a_browser_keeps_a_session(url, kept):
    assert signs_in(url) is kept
