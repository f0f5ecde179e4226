"""What a worker finds in all the memory that it was born with: no secret of the grader's."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from arena import HERE, RIGHT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are Linux's")
# Unknown to the modules that the grading process imports: it is in its environment alone.
ENVIRONMENT = os.environ | {"ATTACKS_TOKEN": f"token-{secrets.token_hex(8)}"}
GRADING = """
import sys
from pathlib import Path
from grader.catalog import Course
from grader.grading.grader import Grader
from grader.report import Submission
from grader.submission import Handed
scan, root, *before = map(Path, sys.argv[1:])
course = Course(root / "course")
exercise = course.find("01")
def passed_and_prints(grader, path):
    report = grader.check(exercise, Handed(path.read_text(), Submission("answer.py", "")))
    return report.passed, report.prints
if before:
    kept = [exercise.suite.read_text(), exercise.reference.read_text()]
    with Grader(course) as first:
        print(passed_and_prints(first, before[0])[0])
with Grader(course) as grader:
    print(passed_and_prints(grader, scan)[1])
"""


@pytest.mark.parametrize("before", [False, True], ids=["at first", "when secrets were opened"])
def test_a_worker_finds_no_secret_in_its_memory(tmp_path: Path, before: bool) -> None:
    root = tmp_path / "root"
    subprocess.run([sys.executable, HERE / "plant.py", root], check=True)
    (tmp_path / "right.py").write_text(RIGHT)
    arguments = [HERE / "scan.txt", root, *([tmp_path / "right.py"] if before else [])]
    done = subprocess.run(
        [sys.executable, "-c", GRADING, *arguments], env=ENVIRONMENT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    *first, scanned = done.stdout.strip().splitlines()
    assert first == (["True"] if before else [])
    size, _, rest = scanned.partition(" MiB read;")
    assert int(size) > 30
    assert rest == ""


def test_the_scan_finds_what_is_there(tmp_path: Path) -> None:
    """The same scan in a process that keeps a secret: else finding none would say nothing."""
    code = (HERE / "scan.txt").read_text() + "\nkept = ['key-' + '0123456789abcdef']\ndouble(1)\n"
    done = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ENVIRONMENT["ATTACKS_TOKEN"] in done.stdout
    assert "key-0123456789abcdef" in done.stdout
