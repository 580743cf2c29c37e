"""Both halves while you work on them: the server starts again when Python changes, the page when the frontend does.

The database, the worker and the API run on port 8450, the page on 5173. Data lies in .data/dev. Arguments go to
`callboard up`.
"""

import os
import signal
import subprocess
import sys

from scripts.house import environment
from scripts.house.machine import FRONTEND, PYTHON, ROOT, VENV
from server.ending import Ending


def main() -> None:
    arguments = sys.argv[1:]
    if arguments in (["--help"], ["-h"]):
        print(f"usage: scripts/dev [arguments of `callboard up`]\n\n{__doc__}")
        return
    environment.python()
    path = environment.frontend()
    told = dict(os.environ) | {"PATH": os.pathsep.join([*map(str, path), os.environ.get("PATH", os.defpath)])}
    up = [str(VENV / "bin" / "callboard"), "up", "--data", str(ROOT / ".data" / "dev"), *arguments]
    watched = [str(PYTHON), "-m", "watchfiles", "--filter", "python", "--sigint-timeout", "6", " ".join(up), "server"]
    halves = [
        subprocess.Popen(watched, cwd=ROOT, env=told, start_new_session=True),
        subprocess.Popen(["npm", "run", "--silent", "dev"], cwd=FRONTEND, env=told, start_new_session=True),
    ]
    ended = Ending(signal.SIGINT, signal.SIGTERM)
    while not ended.wait(0.5) and all(half.poll() is None for half in halves):
        pass
    for half in halves:
        if half.poll() is None:
            os.killpg(half.pid, signal.SIGINT)
    for half in halves:
        half.wait(10)


if __name__ == "__main__":
    main()
