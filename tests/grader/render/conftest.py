"""Reports that the tests of the renderers share: one for each screen a learner can meet."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jsonschema
import pytest
from hypothesis import strategies as st

from grader.class_report import (
    ClassReport,
    DeviceMark,
    ExerciseHead,
    Mark,
    MarkVerdict,
    Student,
    StudentReport,
)
from grader.gradebook.formula import Formula
from grader.gradebook.marking import Attempt, device_mark, mark
from grader.gradebook.rubric import NAMES, Rubric, Weighing
from grader.report import (
    Case,
    Check,
    Device,
    Failure,
    Frame,
    Grid,
    Layer,
    Report,
    Submission,
    Verdict,
)

NO_GPU = Device("cuda", ran=False, detail="no GPU here")
CPU = Device("cpu", ran=True)
NOTHING_RAN = (Device("cpu", False, "nothing to run yet"), NO_GPU)
LAYERS = tuple(
    Layer(name, in_force=True)
    for name in ("no new privileges", "no capabilities", "resources", "Landlock", "seccomp")
)


def case(title: str, verdict: Verdict = Verdict.PASSED, **rest: object) -> Case:
    fields = {"device": "cpu", "possible": 1.0, "seconds": 0.01, **rest}
    return Case(id=f"test_{title.replace(' ', '_')}", title=title, verdict=verdict, **fields)


def report(*cases: Case, **rest: object) -> Report:
    fields = {
        "exercise": "03_matmul",
        "title": "matmul by hand",
        "submission": Submission("exercises/03_matmul.py", "ab" * 32),
        "devices": (CPU, NO_GPU),
        "seeds": (7, 8, 9),
        "suite": "cd" * 32,
        "isolation": LAYERS,
        "seconds": 0.18,
        "versions": (("grader", "0.1.0"), ("python", "3.11.4"), ("torch", "2.13.0")),
        **rest,
    }
    return Report(cases=cases, **fields)


def waiting(title: str, waits_for: str) -> Case:
    return case(title, Verdict.SKIPPED, waits_for=waits_for)


TITLES = ("2x2 example", "non-square", "one row", "size 0", "float64 kept", "gradient")

VALUES = Failure(
    rationale="5 of 6 values differ from the expected ones",
    call="matmul(A[3,4], B[4,2])",
    checks=(
        Check("shape", "[3, 2]", ok=True),
        Check("dtype", "float32", ok=True),
        Check("device", "cpu", ok=True),
        Check(
            "values",
            "5 of 6 differ; first at [0, 1]: got 1.75, expected -0.50\n"
            "largest error 2.25, allowed 1e-05 (float32, sum of 4 products)",
            ok=False,
        ),
    ),
    cause="you read B as if it were transposed: C[i, j] needs B[k, j]",
)
GRID = Grid(
    got=(("1.25", "1.75"), ("-2.00", "0.50"), ("0.00", "3.25")),
    expected=(("1.25", "-0.50"), ("1.00", "0.75"), ("-1.50", "2.00")),
    differs=((False, True), (True, True), (True, True)),
)
RAISED = Failure(
    rationale="your code raised IndexError",
    call="matmul(A[3,4], B[4,2])",
    exception="IndexError: index 2 is out of bounds for dimension 1 with size 2",
    frames=(
        Frame(31, "matmul", "    out[i, j] = cell(A, B, i, j)", (("out", "float32[3, 4] cpu"),)),
        Frame(
            24,
            "cell",
            "    total = total + A[i, k] * B[k, j]",
            (("A", "float32[3, 4] cpu"), ("B", "float32[4, 2] cpu"), ("j", "2")),
        ),
    ),
    help="j runs over the columns of B, and B has 2 of them.",
    line=24,
)
SHAPE = Failure(
    rationale="the shape is [2, 3], expected [3, 2]",
    call="matmul(A[3,4], B[4,2])",
    checks=(Check("shape", "got [2, 3], expected [3, 2]", ok=False),),
)
NOT_STARTED = Failure("not started: line 12 still raises NotImplementedError", line=12)
HOSTILE = "\x1b[2J\x1b[H\x1b]0;mine\x07\u202e" + "ok    \x9b32mgradient\u2069\x00\x08"


def with_failure(verdict: Verdict, failure: Failure, **rest: object) -> Report:
    bad = case("non-square", verdict, failure=failure, seed=7)
    after = [waiting("one row", "non-square"), waiting("gradient", "non-square")]
    return report(case("2x2 example"), bad, case("size 0"), *after, **rest)


def hostile() -> Report:
    frame = Frame(14, f"matmul{HOSTILE}", f"    x = {HOSTILE}", ((f"x{HOSTILE}", HOSTILE),))
    failure = replace(
        RAISED,
        rationale="your code raised ValueError",
        exception=f"ValueError: {HOSTILE}\n  ok    gradient",
        frames=(frame,),
    )
    printed = f"{HOSTILE}\n  ok    non-square\n10 %\r100 %\r\n\u4f60\u597d caf\u00e9 \ud800\n"
    path = f"exercises/{HOSTILE}.py"
    shown = with_failure(Verdict.RAISED, failure, prints=printed * 2)
    return replace(shown, submission=Submission(path, "ab" * 32))


EXAMPLES: dict[str, Callable[[], Report]] = {
    "pass": lambda: report(*map(case, TITLES)),
    "pass_notes": lambda: report(
        *map(case, TITLES),
        replace(case("non-square"), device="simulated", possible=0.0),
        case("non-square", Verdict.UNAVAILABLE, device="cuda", possible=2.0),
        devices=(CPU, Device("simulated", ran=True), NO_GPU),
        notes=("note: one call of a framework would do, and is what you would use at work",),
        prints="a.shape torch.Size([3, 4])\n",
    ),
    "fail_values": lambda: with_failure(
        Verdict.WRONG, VALUES, prints="a.shape torch.Size([3, 4])\n"
    ),
    "fail_grid": lambda: with_failure(Verdict.WRONG, replace(VALUES, grid=GRID)),
    "fail_several": lambda: report(
        case("2x2 example"),
        case("non-square", Verdict.WRONG, failure=SHAPE),
        case("one row", Verdict.RAISED, failure=RAISED),
        case("sizes that do not fit together", Verdict.WRONG, failure=VALUES),
        case("float64 kept", Verdict.MISSING, failure=Failure("there is no function batched")),
        waiting("gradient", "non-square"),
    ),
    "raised": lambda: with_failure(Verdict.RAISED, RAISED),
    "timeout": lambda: with_failure(
        Verdict.TIMEOUT,
        Failure("no answer after 10 s; line 14 was running", "Does the loop end?", line=14),
    ),
    "crashed": lambda: with_failure(
        Verdict.CRASHED, Failure("the process that ran your code ended itself: os._exit(0)")
    ),
    "not_started": lambda: report(
        *(case(title, Verdict.MISSING, failure=NOT_STARTED) for title in TITLES),
        devices=NOTHING_RAN,
        seeds=(),
        isolation=(),
        seconds=0.004,
    ),
    "syntax_error": lambda: report(
        *(
            case(
                title,
                Verdict.MISSING,
                failure=Failure(
                    "the file cannot be read as Python: '(' was never closed",
                    frames=(Frame(14, "<module>", "    return torch.stack([row for row in A"),),
                    line=14,
                ),
            )
            for title in TITLES
        ),
        devices=NOTHING_RAN,
        isolation=(),
    ),
    "unavailable": lambda: report(
        *map(case, TITLES),
        *(case(t, Verdict.UNAVAILABLE, device="cuda", possible=2.0) for t in TITLES),
        policy="graded",
    ),
    "gpu_fails": lambda: report(
        *map(case, TITLES),
        case("2x2 example", device="cuda"),
        case("non-square", Verdict.WRONG, device="cuda", failure=SHAPE),
        devices=(CPU, Device("cuda", ran=True, detail="NVIDIA H200")),
    ),
    "fault": lambda: report(
        case("2x2 example"),
        case("non-square", Verdict.FAULT, failure=Failure("a hidden check failed", staff="KEY")),
        waiting("gradient", "non-square"),
        isolation=(*LAYERS[:3], Layer("Landlock", False, "needs Linux 5.13"), LAYERS[4]),
    ),
    "many_prints": lambda: with_failure(
        Verdict.WRONG, VALUES, prints="".join(f"step {n}: loss {1 / n:.6f}\n" for n in range(1, 99))
    ),
    "hostile": hostile,
}


@pytest.fixture(scope="session")
def examples() -> dict[str, Report]:
    return {name: make() for name, make in EXAMPLES.items()}


@pytest.fixture(scope="session")
def class_report() -> ClassReport:
    """Two students, two exercises: half right and late, nothing handed in, no text."""
    heads = (
        ExerciseHead("01_double", "Double a tensor", 3.0, 5.0),
        ExerciseHead("02_counter", "Count", 2.0, 2.0),
    )
    wrong = Failure("2 of 2 values differ", cause="You add 2 where you should multiply.", staff="x")
    seen = report(
        case("example"), case("rectangle", Verdict.WRONG, possible=2.0, failure=wrong, seed=1),
        exercise="01_double", title="Double a tensor", policy="graded", seconds=0.0,
    )  # fmt: skip
    lines = [
        Mark(
            *("01_double", heads[0].title, MarkVerdict.NOT_PASSED, 2.5, 3.0, 2.5, 5.0),
            devices=(DeviceMark("cpu", MarkVerdict.NOT_PASSED, 1.0, 3.0, "", seen),),
            attempt=2, attempts=2, time="2026-10-01T12:00:00+02:00", hours_late=12.0,
            before_late=3.0,
        ),
        Mark("02_counter", "Count", MarkVerdict.MISSING, None, 2.0, None, 2.0),
    ]  # fmt: skip
    bad = DeviceMark("cpu", MarkVerdict.UNREADABLE, None, 3.0, "01_double.py is no text")
    unreadable = Mark(
        *("01_double", heads[0].title, MarkVerdict.UNREADABLE, None, 3.0, None, 5.0),
        devices=(bad,), attempt=1, attempts=1, open=bad.reason,
    )  # fmt: skip
    students = (
        StudentReport(
            Student("12", "Lee, Ann", "ann@x.example", (("canvas", "12"),)), tuple(lines)
        ),
        StudentReport(Student("77", "=cmd|' /C calc'!A0"), (unreadable, lines[1])),
    )
    return ClassReport(heads, ("canvas",), lambda: iter(students))


@pytest.fixture(scope="session")
def whole_class() -> ClassReport:
    """One student for each of the examples, marked as a class is: late, missing, a fault of ours."""
    due = datetime(2026, 10, 1, tzinfo=timezone.utc)
    rubric = Rubric(
        general=Weighing(
            weight=5.0,
            due=due,
            late=Formula("points * max(0, 1 - 0.1 * days_late)", NAMES, "late"),
        )
    )
    heads = (
        ExerciseHead("03_matmul", "Multiply & <add>", 6.0, 5.0),
        ExerciseHead("04_softmax", "Softmax", 2.0, 5.0),
    )
    students = []
    for number, (name, make) in enumerate(EXAMPLES.items()):
        graded = replace(make(), policy="graded")
        device = device_mark("cpu", graded, 6.0, rubric.general)
        handed = Attempt(1, (device,), due + timedelta(hours=6 * number - 12))
        marks = (mark(heads[0], [handed], rubric), mark(heads[1], [], rubric))
        students.append(StudentReport(Student(name, name.title(), f"{name}@x"), marks))
    settled = replace(students[0], student=Student("settled"))
    again = replace(settled.marks[0], exercise="04_softmax", title="Softmax")
    students.append(replace(settled, marks=(settled.marks[0], again)))
    students.append(StudentReport(Student('../=none,"\n'), (mark(heads[0], [], rubric),) * 2))
    return ClassReport(heads, (), lambda: iter(students))


@pytest.fixture(scope="session")
def golden() -> Callable[[str, str], None]:
    """Asserts that a text is the one in that file; UPDATE_GOLDEN=1 writes the file anew."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parents[1] / "golden" / "classes" / name
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text("utf-8"), "UPDATE_GOLDEN=1 writes the golden files anew"

    return compare


@pytest.fixture(scope="session")
def fits() -> Callable[[str, object], None]:
    """Asserts that a record fits the schema of a platform."""

    def check(platform: str, record: object) -> None:
        path = Path(__file__).parent / "schemas" / f"{platform}.json"
        jsonschema.validate(record, json.loads(path.read_text("utf-8")))

    return check


@pytest.fixture(scope="session")
def any_text() -> st.SearchStrategy[str]:
    awkward = st.sampled_from(
        [HOSTILE, "\x1b]8;;http://x\x1b\\", "a\u0301" * 30, "\u4f60\u597d" * 50, "x" * 300, "\r\n"]
    )
    return st.lists(st.text(max_size=30) | awkward, max_size=4).map("".join)


@pytest.fixture(scope="session")
def any_report(any_text: st.SearchStrategy[str]) -> st.SearchStrategy[Report]:
    # Of points: none, or as courses give them. What 1e-311 points weigh is no number any more.
    amount = st.just(0.0) | st.floats(1e-3, 1e6)
    number = st.integers(0, 10**6)
    few = {"max_size": 4}
    tuples = lambda item: st.lists(item, **few).map(tuple)  # noqa: E731
    pairs = st.dictionaries(any_text, any_text, **few).map(lambda found: tuple(found.items()))
    device = st.sampled_from(["cpu", "cuda", "simulated"]) | any_text
    maybe = st.none() | number
    checks = st.builds(Check, any_text, any_text, st.booleans())
    frames = st.builds(Frame, number, any_text, any_text, pairs)
    rows = tuples(tuples(any_text))
    grids = st.builds(Grid, rows, rows, tuples(tuples(st.booleans())))
    failures = st.builds(
        Failure,
        *(any_text, any_text, any_text, tuples(checks), any_text, st.none() | grids, any_text),
        *(tuples(frames), maybe, any_text),
    )
    cases = st.builds(
        Case,
        *(any_text, any_text, device, st.sampled_from(Verdict), amount, st.none() | failures),
        *(any_text, maybe, amount, st.booleans()),
    )
    return st.builds(
        Report,
        *(any_text, any_text, st.builds(Submission, any_text, any_text), tuples(cases)),
        *(tuples(st.builds(Device, device, st.booleans(), any_text)), tuples(number), any_text),
        *(tuples(st.builds(Layer, any_text, st.booleans(), any_text)), any_text, tuples(any_text)),
        *(st.sampled_from(["practice", "graded"]), amount, pairs),
    )
