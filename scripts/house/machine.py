"""What every verb stands on: where things lie, how a step is said, done once, or refused in one line.

Only the standard library: this runs before anything is installed.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".state"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"


def refuse(sentence: str) -> NoReturn:
    """End the verb with one line that says what is missing and how to get it."""
    sys.exit(f"callboard: {sentence}")


def run(
    *call: str | Path,
    where: Path = ROOT,
    path: Sequence[Path] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Run a command in sight of the reader; its exit code."""
    return subprocess.run([str(part) for part in call], check=False, cwd=where, env=_told(path, environment)).returncode


def quietly(*call: str | Path, where: Path = ROOT, path: Sequence[Path] = (), **environment: str) -> str:
    """Run a command that is only worth reading when it fails; then show what it said and end."""
    command = [str(part) for part in call]
    answer = subprocess.run(
        command,
        check=False,
        cwd=where,
        env=_told(path, environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if answer.returncode:
        sys.stderr.write(answer.stdout)
        refuse(f"`{' '.join(command)}` failed; what it said stands above.")
    return answer.stdout


def _told(path: Sequence[Path], environment: Mapping[str, str]) -> dict[str, str]:
    front = [str(folder) for folder in (*path, PYTHON.parent)]
    return (
        dict(os.environ) | dict(environment) | {"PATH": os.pathsep.join([*front, os.environ.get("PATH", os.defpath)])}
    )


def have(program: str) -> bool:
    return shutil.which(program) is not None


def is_root() -> bool:
    return os.geteuid() == 0


def digest(*of: Path | str) -> str:
    """A fingerprint of files (folders with all below them) and words."""
    sum_ = sha256()
    for each in of:
        if isinstance(each, str):
            sum_.update(each.encode())
            continue
        for file in sorted(each.rglob("*")) if each.is_dir() else [each]:
            if file.is_file():
                sum_.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return sum_.hexdigest()


@contextmanager
def once(what: str, name: str, fingerprint: str, made: Path) -> Iterator[bool]:
    """`True` when the step must be done: its inputs changed, or what it makes is gone. Remembered when it succeeds.

    Two verbs started at once don't do it side by side: the second waits and finds it done.
    """
    stamp = STATE / f"{name}.stamp"
    STATE.mkdir(exist_ok=True)
    with (STATE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made.exists() and stamp.exists() and stamp.read_text() == fingerprint:
            yield False
            return
        sys.stderr.write(f"{what} … ")
        sys.stderr.flush()
        begun = time.monotonic()
        yield True
        stamp.write_text(fingerprint)
        sys.stderr.write(f"{time.monotonic() - begun:.0f} s\n")
