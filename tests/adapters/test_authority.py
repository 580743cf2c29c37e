import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest

from server.adapters import authority

NOW = datetime.now(UTC)


def serve_once(pair):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.certificate, pair.key)
    listener = socket.create_server(("127.0.0.1", 0))

    def answer():
        plain, _ = listener.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as talk:
                talk.sendall(b"call")
        except ssl.SSLError:
            plain.close()
        listener.close()

    threading.Thread(target=answer).start()
    return listener.getsockname()[1]


def read(port, root, name):
    context = ssl.create_default_context(cafile=root)
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname=name) as talk,
    ):
        return talk.recv(9)


@pytest.mark.parametrize("name", ["192.168.1.20", "base-camp.local"])
def test_who_trusts_the_root_trusts_every_name_of_this_machine(tmp_path, name):
    pair = authority.certify(tmp_path, ["192.168.1.20", "base-camp.local"], now=NOW)
    assert read(serve_once(pair), authority.root_of(tmp_path), name) == b"call"


def test_another_name_is_not_ours(tmp_path):
    pair = authority.certify(tmp_path, ["192.168.1.20"], now=NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        read(serve_once(pair), authority.root_of(tmp_path), "example.org")


def test_the_keys_are_readable_by_their_owner_alone(tmp_path):
    authority.certify(tmp_path, ["localhost"], now=NOW)
    for key in (tmp_path / "tls").glob("*.key"):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_the_root_stays_while_the_certificate_is_renewed(tmp_path):
    first = authority.certify(tmp_path, ["localhost"], now=NOW).certificate.read_bytes()
    root = authority.root_of(tmp_path).read_bytes()
    assert authority.certify(tmp_path, ["localhost"], now=NOW + timedelta(days=300)).certificate.read_bytes() == first
    assert authority.certify(tmp_path, ["localhost"], now=NOW + timedelta(days=380)).certificate.read_bytes() != first
    assert authority.root_of(tmp_path).read_bytes() == root


def test_a_new_name_makes_a_new_certificate(tmp_path):
    first = authority.certify(tmp_path, ["localhost"], now=NOW).certificate.read_bytes()
    assert authority.certify(tmp_path, ["localhost", "10.0.0.3"], now=NOW).certificate.read_bytes() != first


def test_the_fingerprint_reads_as_phones_show_it(tmp_path):
    authority.certify(tmp_path, ["localhost"], now=NOW)
    assert len(authority.fingerprint(authority.root_of(tmp_path)).split(":")) == 32
