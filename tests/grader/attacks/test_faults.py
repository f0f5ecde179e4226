"""Faults of our own, in the middle of a batch: nothing lost, nothing twice, no verdict wrong."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from arena import HERE, RIGHT, Arena, children, descendants, handed

from grader.errors import CourseError
from grader.grading.grader import Grader
from grader.report import Report, Verdict

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are ended by number")
WRONG = RIGHT.replace("* 2", "* 3")
MANY = int(os.environ.get("LEARN_BATCH", "60"))  # 200 in the long run
FEW = MANY // 10 * 2  # where the fault is there from the beginning, or comes once
KILLS = max(2, MANY // 25)  # of the grader, in the middle of a batch


@pytest.fixture
def arena(tmp_path: Path) -> Iterator[Arena]:
    made = Arena(tmp_path)
    yield made
    made.close()


def batch(grader: Grader, count: int, done: Callable[[Report], None] | None = None) -> list[Report]:
    """The reports on right and wrong answers in turn."""
    texts = [(RIGHT, WRONG)[number % 2] + f"# {number}\n" for number in range(count)]
    return grader.check_all(grader.course.find("01"), map(handed, texts), done=done)


def judged(reports: list[Report]) -> int:
    """How many of a batch's reports are no fault of ours; asserts that every one is true."""
    count = 0
    for number, report in enumerate(reports):
        told = {case.verdict for case in report.cases}
        if Verdict.FAULT in told:
            assert report.exit_code == 3
            assert all(case.failure and case.failure.rationale for case in report.faults)
            assert not report.passed
            continue
        assert report.passed == (number % 2 == 0), (number, report)
        assert number % 2 == 0 or report.cases[0].verdict is Verdict.WRONG
        count += 1
    assert len({report.submission.digest for report in reports}) == len(reports)
    return count


def workers(grader: Grader) -> list[int]:
    """The workers' numbers: grader -> porter -> template -> worker."""
    return [
        pid for template in children(grader.launcher._launcher._pid) for pid in children(template)
    ]


def killing(
    find: Callable[[], list[int]], pause: float, most: int
) -> tuple[threading.Event, list[int]]:
    """A thread that kills one of what ``find`` finds, now and then, until it is told to stop."""
    stop, killed = threading.Event(), []
    dice = random.Random(7)

    def kill() -> None:
        while not stop.wait(dice.uniform(0, pause)) and len(killed) < most:
            for pid in find()[:1]:
                try:
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                except ProcessLookupError:
                    pass

    threading.Thread(target=kill, daemon=True).start()
    return stop, killed


def test_killing_workers_at_random_moments_makes_no_verdict_wrong(arena: Arena) -> None:
    batch(arena.grader, 2)
    stop, killed = killing(lambda: workers(arena.grader), pause=0.3, most=1000)
    reports = batch(arena.grader, MANY)
    stop.set()
    assert len(reports) == MANY
    assert killed
    # A case whose worker was killed is run once more: hardly any is a fault.
    assert judged(reports) > MANY // 2
    assert judged(batch(arena.grader, 4)) == 4


def test_killing_the_template_costs_one_case_s_time_and_no_verdict(arena: Arena) -> None:
    batch(arena.grader, 2)
    stop, killed = killing(lambda: [arena.grader.launcher._launcher._pid], pause=2.0, most=2)
    reports = batch(arena.grader, MANY)
    stop.set()
    assert len(reports) == MANY
    assert killed
    assert judged(reports) > MANY // 2
    assert judged(batch(arena.grader, 4)) == 4


def test_a_template_that_is_lost_again_and_again_is_told_in_every_report(arena: Arena) -> None:
    batch(arena.grader, 2)
    arena.grader.launcher._launcher._lives = 0
    os.kill(arena.grader.launcher._launcher._pid, signal.SIGKILL)
    reports = batch(arena.grader, 6)
    assert [report.exit_code for report in reports] == 6 * [3]
    told = {case.failure.rationale for report in reports for case in report.faults}
    assert told == {"the grader lost the process that starts its workers"}


def test_a_template_that_is_stopped_is_not_waited_for_for_ever(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(arena.grader, 2)
    arena.grader.launcher._drop()  # the spare worker would serve one more submission
    launcher = arena.grader.launcher._launcher
    launcher._control._sock.settimeout(0.5)
    for pid in descendants(launcher._pid) or {launcher._pid}:
        with contextlib.suppress(ProcessLookupError):  # a worker that was ending
            os.kill(pid, signal.SIGSTOP)
    assert judged(batch(arena.grader, 4)) >= 2


BATCH = """
import json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from arena import RIGHT, handed
from grader.catalog import Course
from grader.grading.grader import Grader
course, out = Course(Path(sys.argv[2])), Path(sys.argv[3])
known = {json.loads(line)[0] for line in out.read_text().splitlines()} if out.exists() else set()
def done(report):
    with out.open("a") as file:
        file.write(json.dumps([report.submission.digest, report.passed]) + "\\n")
texts = [(RIGHT, RIGHT.replace("* 2", "* 3"))[n % 2] + f"# {n}\\n" for n in range(int(sys.argv[4]))]
left = [h for h in map(handed, texts) if h.record.digest not in known]
with Grader(course) as grader:
    grader.check_all(course.find("01"), left, done=done)
"""


def test_a_killed_grader_leaves_no_process_and_every_report_that_it_told(tmp_path: Path) -> None:
    subprocess.run([sys.executable, HERE / "plant.py", tmp_path / "root"], check=True)
    out, count, dice = tmp_path / "reports", MANY, random.Random(3)
    command = [sys.executable, "-c", BATCH, HERE, tmp_path / "root/course", out, str(count)]
    for _ in range(KILLS):
        run = subprocess.Popen(command)
        lines = len(out.read_text().splitlines()) if out.exists() else 0
        while run.poll() is None and (not out.exists() or _lines(out) < lines + 5):
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.2))
        below = descendants(run.pid)
        run.kill()
        run.wait()
        _wait_until_gone(below)
    assert subprocess.run(command).returncode == 0
    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert len({digest for digest, _ in told}) == len(told) == count
    assert sum(passed for _, passed in told) == count // 2


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _wait_until_gone(pids: set[int]) -> None:
    """The kernel ends them with the grader; it may take a moment."""
    last = time.monotonic() + 20
    while time.monotonic() < last:
        if not [pid for pid in pids if _alive(pid)]:
            return
        time.sleep(0.01)
    pytest.fail(f"still alive: {pids}")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("when", [0, 1])
def test_a_course_that_is_removed_in_mid_run_makes_no_verdict_wrong(
    arena: Arena, when: int
) -> None:
    seen = []

    def done(report: Report) -> None:
        seen.append(report)
        if len(seen) == 1 + when:
            shutil.rmtree(arena.root / "course")

    reports = batch(arena.grader, FEW, done)
    assert len(reports) == FEW
    assert judged(reports) >= 1 + when
    with pytest.raises(CourseError):
        batch(arena.grader, 2)


def test_an_explanation_that_breaks_loses_no_report(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*arguments: object) -> str:
        raise ZeroDivisionError("by a submission's odd answer")

    monkeypatch.setattr("grader.suite.explain.smallest", breaks)
    reports = batch(arena.grader, 4)
    assert judged(reports) == 4
    assert "ZeroDivisionError" in reports[1].cases[0].failure.staff


def test_a_clock_that_jumps_changes_nothing(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    dice, real = random.Random(1), time.time
    monkeypatch.setattr(time, "time", lambda: real() + dice.uniform(-1e9, 1e9))
    assert judged(batch(arena.grader, FEW)) == FEW


FULL = """
import ctypes, os, sys, tempfile
from pathlib import Path
libc = ctypes.CDLL(None, use_errno=True)
place = sys.argv[1].encode()
user = os.getuid(), os.getgid()
assert libc.unshare(0x10020000) == 0  # a user and a mount namespace
Path("/proc/self/setgroups").write_text("deny")
Path("/proc/self/uid_map").write_text(f"{user[0]} {user[0]} 1")
Path("/proc/self/gid_map").write_text(f"{user[1]} {user[1]} 1")
assert libc.mount(b"none", place, b"tmpfs", 0, b"size=64k") == 0
os.chdir(place)
os.environ |= dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), sys.argv[1])
try:
    Path("fills.it").write_bytes(bytes(1 << 20))
except OSError:
    pass
sys.path.insert(0, sys.argv[2])
from arena import RIGHT, handed
from grader.catalog import Course
from grader.grading.grader import Grader
course = Course(Path(sys.argv[3]))
with Grader(course) as grader:
    texts = [(RIGHT, RIGHT.replace("* 2", "* 3"))[n % 2] + f"# {n}\\n" for n in range(int(sys.argv[4]))]
    reports = grader.check_all(course.find("01"), map(handed, texts))
    print(sum(r.passed for r in reports[::2]), sum(r.passed for r in reports[1::2]), len(reports))
"""


def test_a_full_disk_changes_no_verdict(tmp_path: Path) -> None:
    subprocess.run([sys.executable, HERE / "plant.py", tmp_path / "root"], check=True)
    (tmp_path / "full").mkdir()
    arguments = [tmp_path / "full", HERE, tmp_path / "root/course", str(FEW)]
    command = [sys.executable, "-c", FULL, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if "unshare" in done.stderr or "uid_map" in done.stderr or "mount" in done.stderr:
        pytest.skip("no namespace to mount a small disk in")
    assert done.stdout.split() == [str(FEW // 2), "0", str(FEW)], done.stderr
