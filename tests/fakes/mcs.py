"""Chromium's side of its push service: check-in, registration, and the long TLS connection (MCS) that brings messages.

A real headless Chromium, started with `FLAGS`, subscribes here and decrypts what arrives. Protocol buffers by hand:
three messages are too few for a dependency.
"""

import asyncio
import ipaddress
import secrets
import ssl
import struct
import time
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HEARTBEAT_PING, HEARTBEAT_ACK, LOGIN_REQUEST, LOGIN_RESPONSE, CLOSE, DATA = 0, 1, 2, 3, 4, 8
VERSION = 41


def flags(http_port, mcs_port):
    """Switches with which Chromium speaks to this service in place of Google's."""
    return [
        f"--gcm-checkin-url=http://127.0.0.1:{http_port}/checkin",
        f"--gcm-registration-url=http://127.0.0.1:{http_port}/register",
        f"--gcm-mcs-endpoint=https://localhost:{mcs_port}",
        "--ignore-certificate-errors",
    ]


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def number(field, value):
    return varint(field << 3) + varint(value)


def fixed64(field, value):
    return varint(field << 3 | 1) + struct.pack("<Q", value)


def text(field, value):
    raw = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(raw)) + raw


def parsed(raw):
    """{field: [values]} of a message; lengths are trusted, it comes from our own browser."""
    found, at = {}, 0

    def read_varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = raw[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(raw):
        key = read_varint()
        field, kind = key >> 3, key & 7
        if kind == 0:
            value = read_varint()
        else:
            size = {1: 8, 5: 4}.get(kind) or read_varint()
            value = raw[at : at + size]
            at += size
        found.setdefault(field, []).append(value)
    return found


def checkin_answer():
    now = int(time.time() * 1000)
    return (
        number(1, 1) + number(3, now) + fixed64(7, 0x1234567812345678) + fixed64(8, 0x2345678923456789) + number(9, 0)
    )


def data_message(registration, message):
    """`registration`: the form that Chromium registered with; `message`: what was pushed."""
    out = text(2, secrets.token_hex(4)) + text(3, registration["sender"]) + text(5, registration["app"])
    for key, value in (
        ("content-encoding", "aes128gcm"), ("subtype", registration["X-subtype"]), ("urgency", message.urgency),
    ):  # fmt: skip
        out += text(7, text(1, key) + text(2, value))
    out += text(9, "0:" + secrets.token_hex(8)) + number(17, message.ttl) + number(18, int(time.time()))
    return out + text(21, message.body)


class Mcs:
    """The connections of browsers; `on_login()` is called when one comes."""

    def __init__(self, on_login):
        self.on_login = on_login
        self.connections = []
        self.port = 0

    async def start(self, folder):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate(folder))
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self.server.sockets[0].getsockname()[1]

    async def stop(self):
        self.server.close()
        for writer in list(self.connections):
            writer.close()

    def send(self, message):
        """To every browser: each knows its own by sender and subtype. False when none is there."""
        for writer in self.connections:
            writer.write(bytes([DATA]) + varint(len(message)) + message)
        return bool(self.connections)

    async def _serve(self, reader, writer):
        try:
            await reader.readexactly(1)
            writer.write(bytes([VERSION]))
            while True:
                kind = (await reader.readexactly(1))[0]
                body = parsed(await reader.readexactly(await self._length(reader)))
                if kind == LOGIN_REQUEST:
                    answer = text(1, body[1][0]) + number(5, 1) + number(6, 1) + number(8, int(time.time() * 1000))
                    writer.write(bytes([LOGIN_RESPONSE]) + varint(len(answer)) + answer)
                    self.connections.append(writer)
                    self.on_login()
                elif kind == HEARTBEAT_PING:
                    writer.write(bytes([HEARTBEAT_ACK, 0]))
                elif kind == CLOSE:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            if writer in self.connections:
                self.connections.remove(writer)
            writer.close()

    async def _length(self, reader):
        value = shift = 0
        while True:
            byte = (await reader.readexactly(1))[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value


def certificate(folder):
    """(certificate, key) for localhost, made in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "push.crt", folder / "push.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
