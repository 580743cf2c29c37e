"""What every command shares: `--data`, the settings it means, and how it says what it found or what is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from server import postgres, settings
from server.errors import Refused
from server.settings import Settings

T = TypeVar("T")

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the installation: keys, files, the embedded database. [default: .data]",
)


class Told(msgspec.Struct, frozen=True):
    """What `up` was told, kept in `data`/up.json so that other commands speak of the same origin."""

    public_url: str
    demo: bool = False
    database_url: str = ""
    trusted_proxies: tuple[str, ...] = ()


def kept_in(data: Path) -> Path:
    return data / "up.json"


def told_by_environment(data: Path | None) -> Settings:
    """The environment's settings, with `data` made absolute."""
    try:
        found = settings.load(data=data)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    return msgspec.structs.replace(found, data=found.data.resolve())


def meant(data: Path | None) -> Settings:
    """The settings of the installation in `data`: the environment's; where that is silent, what its `up` was told."""
    found = told_by_environment(data)
    if not kept_in(found.data).exists():
        return found
    told = msgspec.structs.asdict(msgspec.json.decode(kept_in(found.data).read_bytes(), type=Told))
    silent = {name for name in told if getattr(found, name) == getattr(Settings(), name)}
    return msgspec.structs.replace(found, **{name: told[name] for name in silent})


def keep(found: Settings, *, own_database: bool) -> None:
    """Keep for other commands what `up` was told; for its owner alone, since a DATABASE_URL holds a password."""
    file = kept_in(found.data)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    url = "" if own_database else found.database_url
    told = Told(found.public_url, demo=found.demo, database_url=url, trusted_proxies=found.trusted_proxies)
    file.write_bytes(msgspec.json.encode(told))


def plainly(work: Callable[[], T]) -> T:
    """What is wrong as a sentence on standard error, not as a trace."""
    try:
        return work()
    except (postgres.Unavailable, OSError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    except Refused as refused:
        raise click.ClickException(" ".join(part for part in (refused.detail, refused.next_step) if part)) from refused


def show(value: Any) -> None:
    """A value as JSON, for scripts."""
    print(msgspec.json.format(msgspec.json.encode(value)).decode())
