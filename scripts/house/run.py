"""Run Callboard here. Without arguments: the demo production, in .data/demo. Else the arguments of `callboard up`, such
as `scripts/run --data .data/shoot --port 8450`.
"""

import os
import sys

from scripts.house import environment
from scripts.house.machine import ROOT, VENV


def main() -> None:
    arguments = sys.argv[1:]
    if arguments in (["--help"], ["-h"]):
        print(f"usage: scripts/run [arguments of `callboard up`]\n\n{__doc__}")
        return
    environment.python()
    environment.frontend()
    arguments = arguments or ["--demo", "--data", str(ROOT / ".data" / "demo")]
    callboard = str(VENV / "bin" / "callboard")
    os.execv(callboard, [callboard, "up", *arguments])  # Ctrl-C reaches it, and nobody stands between


if __name__ == "__main__":
    main()
