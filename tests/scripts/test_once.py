"""A step of the setup is done once, also by two verbs that start at the same time."""

import subprocess
import sys
from pathlib import Path

STEP = """
import sys, time
from pathlib import Path
from scripts.house import machine

machine.STATE = Path(sys.argv[1])
made = machine.STATE / "made"
with machine.once("Step", "step", "one", made) as needed:
    if needed:
        time.sleep(0.3)
        made.write_text("made")
    print(needed)
"""


def test_of_two_at_once_one_does_it_and_the_other_finds_it_done(tmp_path):
    call = [sys.executable, "-c", STEP, str(tmp_path)]
    here = Path(__file__).parents[2]
    both = [subprocess.Popen(call, cwd=here, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(each.communicate(timeout=20)[0] for each in both) == ["False\n", "True\n"]


def test_a_step_that_failed_is_done_again(tmp_path):
    fails = STEP.replace('made.write_text("made")', "sys.exit(1)")
    here = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", fails, str(tmp_path)], check=False, cwd=here)
    again = subprocess.run(
        [sys.executable, "-c", STEP, str(tmp_path)], check=True, cwd=here, capture_output=True, text=True
    )
    assert again.stdout == "True\n"
