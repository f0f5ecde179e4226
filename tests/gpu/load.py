"""Times of one check and of what is below it, and a class on one GPU."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "solutions" / "03_matmul.py"
WORKERS = (1, 2, 4, 8)
MIB = 2**20
# Below a check: measured with the device's own events, in a process of its own.
EVENTS = """
import sys, time, torch
device, rounds = sys.argv[1], int(sys.argv[2])
def clock(action):
    for _ in range(3):
        action()
    seconds = []
    for _ in range(rounds):
        if device == "cuda":
            a, b = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            a.record(); action(); b.record(); torch.cuda.synchronize()
            seconds.append(a.elapsed_time(b) / 1000)
        else:
            started = time.perf_counter(); action(); seconds.append(time.perf_counter() - started)
    return sorted(seconds)[rounds // 2]
host = torch.rand(64, 64)
small, large = (torch.rand(n, n, device=device) for n in (64, 1024))
print("copy 64 x 64 to the device", clock(lambda: host.to(device, copy=True)), sep="\\t")
print("64 x 64 matmul", clock(lambda: small @ small), sep="\\t")
print("1024 x 1024 matmul", clock(lambda: large @ large), sep="\\t")
print("64 x 64 copy back", clock(lambda: small.cpu().clone()), sep="\\t")
"""


def times(asked, say) -> bool:
    """Cold and warm checks of 03 by the clock; single operations by the device's events."""
    from parts import handed

    from grader.grading.wishes import Wishes

    rounds = 1 if asked.quick else 5
    command = [sys.executable, "-m", "grader.cli", "check", "03", "--file", str(REFERENCE),
               "--device", asked.device]  # fmt: skip
    cold, codes = [], set()
    for _ in range(rounds):
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        cold.append(time.monotonic() - started)
        codes.add(done.returncode)
    say(f"{'cold check of 03':<44} {statistics.median(cold) * 1000:10.1f} ms")
    exercise = asked.grader.course.find("03")
    wishes = Wishes(device=asked.device, simulated="none")
    warm = []
    for _ in range(rounds + 1):
        started = time.monotonic()
        asked.grader.check(exercise, handed("03.py", REFERENCE.read_text("utf-8")), wishes)
        warm.append(time.monotonic() - started)
    say(f"{'warm check of 03, a fresh worker each':<44} "
        f"{statistics.median(warm[1:]) * 1000:10.1f} ms")  # fmt: skip
    words = [sys.executable, "-c", EVENTS, asked.device, str(20 if asked.quick else 200)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    for line in told.splitlines():
        name, seconds = line.split("\t")
        say(f"  {name:<42} {float(seconds) * 1e6:10.1f} us")
    return codes == {0}


def classroom(asked, say) -> bool:
    """Submissions graded by 1, 2, 4 and 8 graders at once on one GPU: rate and memory."""
    good = True
    say(f"{'graders at once':>15} {'graded':>8} {'a minute':>10} {'GPU memory at most':>20}")
    for workers in WORKERS[:2] if asked.quick else WORKERS:
        each = -(-asked.submissions // workers)
        script = str(Path(__file__).with_name("run.py"))
        command = [sys.executable, script, "--device", asked.device, "--grade", str(each)]
        command += ["--share", f"{0.9 / workers:.3f}"]
        with watched() as peak:
            started = time.monotonic()
            running = [subprocess.Popen(command, cwd=ROOT) for _ in range(workers)]
            codes = [process.wait() for process in running]
            seconds = time.monotonic() - started
        good = good and not any(codes)
        used = f"{peak[0] / MIB:,.0f} MiB" if peak[0] else "none to be seen"
        say(f"{workers:>15} {each * workers:>8} {60 * each * workers / seconds:>10.1f} {used:>20}")
    return good


@contextlib.contextmanager
def watched() -> Iterator[list[int]]:
    """The most bytes that were in use on the first GPU meanwhile; 0 where there is none."""
    from grader.worker.nvml import cards

    peak, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            peak[0] = max([peak[0], *(card.used for card in cards()[:1])])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def grade(device: str, count: int, share: float) -> int:
    """One of the graders: the reference of 03, ``count`` times; 0 where every one passed."""
    from parts import handed

    from grader.catalog import bundled_course
    from grader.grading.grader import Grader
    from grader.grading.wishes import Wishes

    text = REFERENCE.read_text("utf-8")
    wishes = Wishes(device=device, policy="graded", seed=1, gpu_share=share, simulated="none")
    with Grader(bundled_course()) as grader:
        exercise = grader.course.find("03")
        submissions = [handed(f"{number}.py", text) for number in range(count)]
        reports = grader.check_all(exercise, submissions, wishes)
    return 0 if all(report.passed for report in reports) else 1
