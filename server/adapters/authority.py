"""A certificate authority of this installation's own, made once, for networks without a public name.

The root's key never leaves `data`/tls and signs only certificates for this machine; phones trust the root by hand
(`/trust`). Apple refuses certificates that run longer than 825 days.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_DAYS = 3650
DAYS = 397
RENEW_BEFORE = timedelta(days=30)


class Pair:
    """A certificate and its key as files, the key readable by its owner alone."""

    def __init__(self, folder: Path, name: str) -> None:
        self.certificate = folder / f"{name}.pem"
        self.key = folder / f"{name}.key"

    def read(self) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        key = serialization.load_pem_private_key(self.key.read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{self.key} holds another kind of key")
        return x509.load_pem_x509_certificate(self.certificate.read_bytes()), key

    def write(self, certificate: bytes, key: ec.EllipticCurvePrivateKey) -> None:
        self.key.unlink(missing_ok=True)
        self.key.touch(mode=0o600)
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        self.certificate.write_bytes(certificate)


def root_of(data: Path) -> Path:
    """Where the root's certificate lies, once there is one."""
    return data / "tls" / "root.pem"


def fingerprint(certificate: Path) -> str:
    """SHA-256 as phones show it: AB:CD:…"""
    digest = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
    return ":".join(f"{byte:02X}" for byte in digest)


def certify(data: Path, names: Iterable[str], *, now: datetime) -> Pair:
    """The certificate of this machine for `names` (hosts and addresses), signed by our root; both are made if need be.

    It is made anew 30 days before it runs out, and when a name is missing in it.
    """
    folder = data / "tls"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root, server, wanted = Pair(folder, "root"), Pair(folder, "server"), sorted(set(names))
    if not root.certificate.exists():
        _make_root(root, now)
    if not server.certificate.exists() or _stale(server, root, wanted, now):
        _make_server(server, root, wanted, now)
    return server


def _stale(server: Pair, root: Pair, wanted: list[str], now: datetime) -> bool:
    certificate, _ = server.read()
    have = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    names = {str(name.value) for name in have}
    signer, _ = root.read()
    ends = certificate.not_valid_after_utc
    return not names.issuperset(wanted) or ends - now < RENEW_BEFORE or certificate.issuer != signer.subject


def _make_root(root: Pair, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    # the day tells two installations apart in a phone's list
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Callboard {now:%Y-%m-%d %H:%M}")])
    certificate = (
        _begun(name, name, key, now, ROOT_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    root.write(certificate.public_bytes(serialization.Encoding.PEM), key)


def _make_server(server: Pair, root: Pair, names: list[str], now: datetime) -> None:
    signer, signing_key = root.read()
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Callboard")])
    certificate = (
        _begun(subject, signer.subject, key, now, DAYS)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
        .sign(signing_key, hashes.SHA256())
    )
    chain = certificate.public_bytes(serialization.Encoding.PEM) + root.certificate.read_bytes()
    server.write(chain, key)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # phones' clocks
        .not_valid_after(now + timedelta(days=days - 1))
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
