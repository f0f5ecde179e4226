"""The pool of processes: nobody's crash costs another, and nothing depends on the pool's size."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from grader.catalog import Course
from grader.engines import Chunk, Graded
from grader.engines.local import LocalEngine
from grader.errors import Fault, UsageError
from grader.grading.grader import Grader
from grader.render.json_report import from_json
from grader.report import Verdict

Start = Callable[..., LocalEngine]
Make = Callable[..., Chunk]

WRONG = "def double(x):\n    return x\n"
HANG = "def double(x):\n    while True:\n        pass\n"
CRASH = "import os\n\ndef double(x):\n    os.kill(os.getpid(), 11)\n    os.abort()\n"
EXIT = "import os\nos._exit(0)\ndouble = 1\n"
FLOOD = "def double(x):\n    while True:\n        print('x' * 10000)\n"
BOMB = "import os\nwhile True:\n    os.fork()\n"
MEMORY = "def double(x):\n    return [bytearray(1 << 26) for _ in range(10**6)]\n"
BROKEN = "def double(:\n"
STUB = "def double(x):\n    raise NotImplementedError\n"


def sorted_rows(results: Iterable[Graded]) -> list[tuple[str, str, str, str]]:
    """What a run found out, without its times."""
    return sorted((g.exercise, g.digest, g.state, g.report) for g in results)


def verdicts(graded: Graded) -> set[Verdict]:
    return {case.verdict for case in from_json(graded.report).cases}


def test_one_submission_s_end_costs_no_one_else(
    engine: LocalEngine, chunk: Make, right: str
) -> None:
    bad = [HANG, CRASH, EXIT, FLOOD, BOMB, MEMORY, BROKEN, STUB, WRONG]
    texts = [text for each in bad for text in (each, right + f"\n# {bad.index(each)}\n")]
    made = chunk(*texts, exercise="03_hasty")
    found = {g.digest: g for g in engine.grade([made])}
    assert len(found) == len(texts)
    by_text = [found[piece.digest] for piece in made.pieces]
    assert {g.state for g in by_text} == {"graded", "timeout"}
    assert all(verdicts(g) == {Verdict.PASSED} for g in by_text[1::2])
    ends = [next(c.verdict for c in from_json(g.report).cases) for g in by_text[::2]]
    assert ends[:3] == [Verdict.TIMEOUT, Verdict.CRASHED, Verdict.CRASHED]
    assert not any(Verdict.PASSED in verdicts(g) for g in by_text[::2])


def test_after_so_many_cases_out_of_time_the_rest_of_a_submission_is_skipped(
    make_course: Callable[..., Course], chunk: Make, right: str
) -> None:
    suite = "import pytest\npytestmark = pytest.mark.exercise(timeout=1, seeds=1)\n"
    for name in "abc":
        suite += f"def test_{name}(agree, rng):\n    agree('double', rng.normal(2))\n"
    files = {
        "exercises/01_double.py": '"""A title"""\n\ndef double(x):\n    raise NotImplementedError\n',
        "solutions/01_double.py": right,
        "tests/01_double.py": suite,
    }
    made = chunk(HANG, right)
    with LocalEngine(make_course(files).root, 1) as engine:
        for patience, verdicts in ((0, 3 * ["timeout"]), (2, ["timeout", "timeout", "skipped"])):
            hang, fine = engine.grade([replace(made, patience=patience)])
            cases = from_json(hang.report).cases
            assert ([c.verdict.value for c in cases], hang.state) == (verdicts, "timeout")
            assert fine.state == "graded"
    assert cases[2].waits_for == "a"


def test_results_are_the_same_bytes_at_any_number_of_jobs_and_in_any_order(
    engine: LocalEngine, start: Start, chunk: Make, right: str
) -> None:
    texts = [WRONG, BROKEN, STUB, CRASH, *(f"{right}\n# {n}\n" for n in range(6))]
    counter = "class Counter:\n    def __init__(self, start):\n        self.s = {}\n"
    one = [chunk(*texts), chunk(*(counter.format(n) for n in range(3)), exercise="02_counter")]
    many = [chunk(text, exercise=c.exercise) for c in one for text in (p.text for p in c.pieces)]
    random.Random(7).shuffle(many)
    alone = sorted_rows(start(1).grade(one))
    assert alone == sorted_rows(engine.grade(many))
    assert alone == sorted_rows(start(3).grade(reversed(one)))
    assert all('"seconds": 0.0' in report for *_, report in alone)


def test_the_results_are_those_of_the_grader_itself(
    engine: LocalEngine, chunk: Make, check: Callable[..., object], right: str
) -> None:
    (graded,) = engine.grade([chunk(right)])
    report = from_json(graded.report)
    assert report.policy == "graded"
    assert report.submission.path == "01_double.py"
    assert graded.seconds > 0
    assert [c.verdict for c in report.cases] == [c.verdict for c in check(right).cases]


def test_processes_that_are_killed_in_mid_run_are_replaced_and_nothing_is_lost(
    start: Start, chunk: Make, right: str
) -> None:
    engine = start(2)
    texts = [f"{right}\n# {n}\n" for n in range(12)]
    found: list[Graded] = []
    for graded in engine.grade([chunk(*texts)]):
        found.append(graded)
        if len(found) in (1, 5):
            for process in engine._pool:
                os.kill(process.pid, signal.SIGKILL)
    assert sorted(g.digest for g in found) == sorted(p.digest for p in chunk(*texts).pieces)
    assert {g.state for g in found} == {"graded"}


class Poisoned(LocalEngine):
    """An engine in which whoever is given the poison dies."""

    def _give(self, process: object, ticket: object) -> None:
        super()._give(process, ticket)
        if "# poison" in ticket.piece.text:
            os.kill(process.pid, signal.SIGKILL)


def test_a_piece_that_ends_every_process_is_a_fault_and_the_others_are_graded(
    grader: Grader, chunk: Make, right: str
) -> None:
    with Poisoned(grader.course.root, 1) as engine:
        found = list(engine.grade([chunk(f"{right}\n# poison\n", right, WRONG)]))
    assert sorted(g.state for g in found) == ["fault", "graded", "graded"]
    fault = from_json(next(g.report for g in found if g.state == "fault"))
    assert {case.verdict for case in fault.cases} == {Verdict.FAULT}
    assert "its process ended" in fault.cases[0].failure.staff


def test_a_piece_about_which_nothing_is_heard_for_too_long_is_a_fault(
    start: Start, chunk: Make, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = start(1)
    engine._limit = lambda slug: -1.0  # over at once
    monkeypatch.setattr("grader.engines.local.selectors.DefaultSelector.select", _nothing(engine))
    (graded,) = engine.grade([chunk(HANG, exercise="03_hasty")])
    assert graded.state == "fault"
    assert "nothing for far too long" in graded.report


def _nothing(engine: LocalEngine) -> Callable[..., list[object]]:
    real = engine._selector.select

    def select(_: object, timeout: float | None = None) -> list[object]:
        return [] if any(p.ready and p.ticket for p in engine._pool) else real(timeout)

    return select


def test_a_suite_that_cannot_be_run_is_a_fault_of_its_own_pieces_alone(
    make_course: Callable[..., Course], chunk: Make, right: str
) -> None:
    files = {
        "exercises/01_double.py": '"""A title"""\n\ndef double(x):\n    raise NotImplementedError\n',
        "solutions/01_double.py": right,
        "tests/01_double.py": "import pytest\n\ndef test_a(agree, rng):\n    agree('double', rng.normal(2))\n",
    }
    files |= {name.replace("01", "02"): text for name, text in files.items()}
    files["tests/02_double.py"] = "import pytest, no_such_module\n\ndef test_a(agree):\n    pass\n"
    course = make_course(files)
    with LocalEngine(course.root, 1) as engine:
        bad = chunk(right, WRONG, exercise="02_double")
        found = [(g.exercise, g.state) for g in engine.grade([bad, chunk(right, WRONG)])]
    assert found == 2 * [("02_double", "fault")] + 2 * [("01_double", "graded")]


def test_a_broken_promise_is_refused_unless_it_is_allowed(
    start: Start, chunk: Make, right: str
) -> None:
    off = frozenset({"seccomp"})
    with pytest.raises(UsageError) as raised:
        list(start(1, off=off).grade([chunk(right)]))
    assert "not promised: a submission starts and signals no process" in raised.value.found
    assert "--allow-weak-isolation" in raised.value.next_step
    weak = start(1, off=off, weak=True)
    assert [g.state for g in weak.grade([chunk(right)])] == ["graded"]
    assert [layer.name for layer in weak.layers if not layer.in_force] == ["seccomp"]


def test_a_missing_layer_that_breaks_no_promise_is_no_reason_to_refuse(
    start: Start, chunk: Make, right: str
) -> None:
    less = start(1, off=frozenset({"landlock"}))
    assert [g.state for g in less.grade([chunk(right)])] == ["graded"]
    assert [layer.name for layer in less.layers if not layer.in_force] == ["Landlock"]


def test_a_replaced_process_s_workers_hold_nothing_secret(
    start: Start, chunk: Make, grader: Grader, right: str
) -> None:
    spy = f"""
    import gc, os, sys

    def double(x):
        found = []
        for path in {[str(path) for path in grader.course.secret]!r}:
            try:
                found += os.listdir(path)
            except OSError:
                pass
        found += [name for name in sys.modules if name in ("01_double", "reference")]
        needle = "cannot be" + " doubled"
        held = [o for o in gc.get_objects() if type(o) is dict and needle in repr(o.get("text"))]
        raise ValueError(found, len(held))
    """
    engine = start(1)
    assert [g.state for g in engine.grade([chunk(right)])] == ["graded"]  # opens the suite
    os.kill(engine._pool[0].pid, signal.SIGKILL)
    (graded,) = engine.grade([chunk(spy)])
    assert from_json(graded.report).cases[0].failure.exception == "ValueError: ([], 0)"


def test_a_lost_nursery_is_a_fault_that_says_what_to_do(
    start: Start, chunk: Make, right: str
) -> None:
    engine = start(1)
    list(engine.grade([chunk(right)]))
    engine._nursery._process.kill()
    with pytest.raises(Fault) as raised:
        list(engine.grade([chunk(right)]))
    assert "what was graded is kept" in raised.value.next_step


def test_an_engine_that_is_closed_leaves_no_process(start: Start, chunk: Make, right: str) -> None:
    engine = start(2)
    list(engine.grade([chunk(right, WRONG)]))
    pids = [process.pid for process in engine._pool] + [engine._nursery._process.pid]
    engine.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_an_engine_goes_on_after_a_run_that_was_broken_off(
    engine: LocalEngine, chunk: Make, right: str
) -> None:
    broken = engine.grade([chunk(*(f"{right}\n# {n}\n" for n in range(5)))])
    next(broken)
    broken.close()
    assert len(list(engine.grade([chunk(right, WRONG)]))) == 2


def test_no_more_pieces_are_on_an_accelerator_than_there_are_slots(
    start: Start, chunk: Make, right: str
) -> None:
    engine = start(3, gpu_slots=1)
    made = chunk(*(f"{right}\n# {n}\n" for n in range(4)), device="cuda")
    for graded in engine.grade([made, chunk(right)]):
        assert sum(1 for p in engine._pool if p.ticket and p.ticket.accelerated) <= 1
        assert graded.state in ("graded", "unavailable")
