"""How each layer of the rules does on the corpus, and what the watch costs.

python tests/bench/rules.py
"""

from __future__ import annotations

import contextlib
import io
import runpy
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402

from grader.worker.rules import BannedUse, Watch  # noqa: E402

BANS = ("@", "matmul", "einsum", "numpy", "tolist")
LOOPS = """
def matmul(A, B):
    C = A.new_zeros(A.shape[0], B.shape[1])
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
    return C
"""


def table(corpus: dict[str, object], which: str) -> None:
    cases = corpus[which]
    counts = [0, 0, 0, 0]
    print(f"\n{which.lower():26}  names  suspicious  run time")
    for case in cases:
        with contextlib.redirect_stdout(io.StringIO()):
            named, suspicious, hit = corpus["layers"](case)
        found = [bool(named), bool(suspicious), isinstance(hit, BannedUse)]
        found.append(any(found))
        counts = [count + one for count, one in zip(counts, found, strict=True)]
        marks = ["x" if one else "." for one in found]
        said = hit if isinstance(hit, BannedUse) else (repr(hit)[:60] if hit else "")
        print(f"{case.name:26}  {marks[0]:5}  {marks[1]:10}  {marks[2]:8}  {said}")
    print(f"{'of ' + str(len(cases)):26}  {counts[0]:<5}  {counts[1]:<10}  {counts[2]}")
    print(f"all layers together: {counts[3]} of {len(cases)}")


def overhead() -> None:
    """Nanoseconds that the watch adds to an operation that is not banned, and to a call."""
    torch.set_num_threads(1)
    space: dict[str, object] = {}
    exec(compile(LOOPS, "submission.py", "exec"), space)
    left, right = torch.randn(24, 24), torch.randn(24, 24)
    start = time.perf_counter()
    watch = Watch(BANS, "submission.py")
    armed = time.perf_counter() - start
    ops = 24**3 * 9 + 1
    times: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(10):
        with watch if turn % 2 else contextlib.nullcontext():
            start = time.perf_counter()
            space["matmul"](left, right)
            times[bool(turn % 2)].append(time.perf_counter() - start)
    bare, under = (statistics.median(times[key]) for key in (False, True))
    start = time.perf_counter()
    for _ in range(1000):
        with watch:
            pass
    entered = time.perf_counter() - start
    print(f"\n24 x 24 x 24 loop: {bare:.3f} s, watched {under:.3f} s (ratio {under / bare:.2f}),")
    print(f"{(under - bare) / ops * 1e9:+.0f} ns an operation; arming once {armed * 1e3:.1f} ms,")
    print(f"entering {entered * 1e3:.1f} us; torch {torch.__version__}")


def main() -> None:
    overhead()
    corpus = runpy.run_path(str(ROOT / "tests/grader/worker/test_rules_corpus.py"))
    table(corpus, "BREAKS")
    table(corpus, "RIGHT")


if __name__ == "__main__":
    main()
