"""One frozen struct. Nothing else reads `os.environ` (scripts/check)."""

import os
from pathlib import Path

import msgspec

from server.reach import signs_in

# Piccolo finds its configuration through the environment and nothing else.
os.environ.setdefault("PICCOLO_CONF", "server.piccolo_conf")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting of an installation; each has an environment variable `CALLBOARD_…` of the same name in capitals.

    The table in README.md is checked against this struct.
    """

    database_url: str = ""
    """PostgreSQL >= 15. Empty: an embedded one in `data`."""
    data: Path = Path(".data")
    """Keys, files, the embedded database."""
    public_url: str = "http://127.0.0.1:8450"
    """The one origin under which phones reach this installation; invites, labels, push and the origin check use it."""
    former_origins: tuple[str, ...] = ()
    """Origins printed on labels in the past, still accepted by the scanner."""
    label_origin: str = ""
    """A short origin for labels; empty: `public_url`."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses whose X-Forwarded-For and -Proto are believed."""
    contact: str = ""
    """Mailbox told to push services (VAPID); Apple refuses localhost."""
    smtp_url: str = ""
    """smtp://user:password@host:587; empty: mail is captured and nobody is really mailed."""
    mail_from: str = "Callboard <callboard@localhost>"
    sms_url: str = ""
    """Gateway for text messages, https://…; empty: nobody is texted. Its secret is `data/keys/sms.key`."""
    sms_hosts: tuple[str, ...] = ()
    """Gateway hosts that may lie in the own network and be spoken to over plain HTTP."""
    files_url: str = ""
    """Where files are kept, s3://bucket; empty: a folder in `data`."""
    pool_size: int = 10
    push_rewrite: str = ""
    """For tests only: `origin=address`, sends pushes for that origin to a stand-in on loopback."""
    demo: bool = False
    """The demo production's own database; only there may the clock be moved."""
    log_level: str = "INFO"
    pgbin: Path | None = None
    """Folder of PostgreSQL's programs for the embedded database; also read from `PGBIN`."""

    @property
    def signs_in(self) -> bool:
        """Whether a browser would keep a session under `public_url`; over plain HTTP nobody is signed in."""
        return signs_in(self.public_url)


OTHER_NAMES = {"database_url": "DATABASE_URL", "pgbin": "PGBIN"}
"""Settings that are read under a name of their own too, when the one with CALLBOARD_ isn't there."""


def variable(name: str) -> str:
    return f"CALLBOARD_{name.upper()}"


def hand_down(settings: Settings) -> None:
    """Put the settings where processes started from this one find them with `load()`."""
    for field in msgspec.structs.fields(Settings):
        value = getattr(settings, field.name)
        if value != field.default:
            os.environ[variable(field.name)] = _written(value)
        else:
            os.environ.pop(variable(field.name), None)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def _tuple(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def load(**override: object) -> Settings:
    """Settings from the environment, `override` first. Raises `ValueError` naming the variable that can't be read."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(Settings):
        text = os.environ.get(variable(field.name))
        if text is None and field.name in OTHER_NAMES:
            text = os.environ.get(OTHER_NAMES[field.name])
        if text is not None:
            found[field.name] = _read(field.name, field.type, text)
    found |= {name: value for name, value in override.items() if value is not None}
    return Settings(**found)  # type: ignore[arg-type]


def _read(name: str, kind: object, text: str) -> object:
    try:
        if kind in (Path, Path | None):
            return Path(text)
        if kind is int:
            return int(text)
        if kind is bool:
            return {"1": True, "true": True, "0": False, "false": False, "": False}[text.lower()]
        return _tuple(text) if kind == tuple[str, ...] else text
    except (KeyError, ValueError) as wrong:
        raise ValueError(f"{variable(name)}={text!r} can't be read as {kind}") from wrong
