"""A consistent copy of a database, and its return: pg_dump and pg_restore of a fitting version.

The connection is told by environment: on the command line other people of the machine could read its password.
"""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from server import postgres
from server.postgres import Programs, Unavailable


def dump(dsn: str, target: Path, programs: Programs, *, empty: Iterable[str] = ()) -> None:
    """Write the database as PostgreSQL's own archive. It sees one instant, while everybody goes on working.

    Of the tables in `empty` only the definition is kept.
    """
    without = [f"--exclude-table-data=public.{table}" for table in empty]
    call = ("--format=custom", "--no-owner", "--no-privileges", *without)
    with target.open("wb") as out:
        _run(programs, "pg_dump", *call, dsn=dsn, stdout=out.fileno())


def restore(dsn: str, source: Path, programs: Programs) -> None:
    """All of the archive into an empty database, or nothing of it."""
    name = _told(dsn)["PGDATABASE"]
    call = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={name}")
    with source.open("rb") as archive:
        _run(programs, "pg_restore", *call, dsn=dsn, stdin=archive.fileno())


def programs_for(dsn: str, server_major: int, pgbin: Path | None) -> Programs:
    """pg_dump of the server's own version or a later one: an older one refuses. Raises Unavailable."""
    found = [each for each in postgres.all_programs(pgbin) if each.major >= server_major]
    if not found:
        host = urlsplit(dsn).hostname or "the database"
        raise Unavailable(f"{host} is PostgreSQL {server_major}: its pg_dump (or a later one's) isn't here. Set PGBIN.")
    return postgres.reachable(min(found, key=lambda each: each.major))


def _told(dsn: str) -> dict[str, str]:
    parts, query = urlsplit(dsn), parse_qs(urlsplit(dsn).query)
    told = {
        "PGHOST": query.get("host", [parts.hostname or ""])[0],
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGSSLMODE": query.get("sslmode", [""])[0],
    }
    return {name: value for name, value in told.items() if value}


def _run(programs: Programs, program: str, *arguments: str, dsn: str, **streams: int) -> None:
    try:
        postgres.run(
            programs, program, *arguments, env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"} | _told(dsn), **streams
        )
    except subprocess.CalledProcessError as failed:
        raise Unavailable(f"{program} failed: {failed.stderr.strip()[-1000:]}") from failed
