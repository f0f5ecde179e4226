"""A toy course of two exercises, one `Grader` for all tests, and ways to grade with it."""

from __future__ import annotations

import contextlib
import hashlib
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grader.catalog import Course
from grader.grading.grader import Grader
from grader.grading.wishes import PRACTICE, Wishes
from grader.report import Case, Report, Submission
from grader.submission import Handed

TOY = {
    "exercises/01_double.py": '''
        """Double a tensor

        Write double(x): every number twice. Text is refused with a TypeError.
        """

        import torch


        def double(x: torch.Tensor) -> torch.Tensor:
            """Twice x."""
            raise NotImplementedError
        ''',
    "solutions/01_double.py": '''
        """Double a tensor"""


        def double(x):
            if isinstance(x, str):
                raise TypeError(f"{x!r} cannot be doubled")
            return x * 2
        ''',
    "tests/01_double.py": '''
        """Hidden suite of 01_double."""

        import pytest

        pytestmark = pytest.mark.exercise(
            minutes=1,
            timeout=20,
            devices=("cpu",),
            seeds=1,
            hints=("Which number?", "x + x"),
            memory=268_435_456,
        )


        @pytest.mark.visible
        def test_example(agree, rng):
            """the example"""
            agree("double", rng.tensor([1.0, 2.5]))


        @pytest.mark.points(2)
        @pytest.mark.after("test_example")
        def test_rectangle(agree, rng):
            agree("double", rng.normal(3, 4))


        @pytest.mark.after("test_example")
        def test_gradient(agree, rng):
            agree.grad("double", rng.normal(3))


        @pytest.mark.after("test_example")
        def test_text(submission):
            """text is refused"""
            with submission.raises(TypeError, naming=("some text",)):
                submission.double("some text")
        ''',
    "tests/wrong/01_double/adds_two.py": '''
        """You add 2 where you should multiply by it."""


        def double(x):
            return x + 2
        ''',
    "tests/wrong/01_double/grad_mode_left_off.py": '''
        """You switch gradients off and leave them off."""

        import torch


        def double(x):
            torch.set_grad_enabled(False)
            return x * 3
        ''',
    "exercises/02_counter.py": '''
        """Count what was seen

        Write Counter: add(x) takes a tensor in, total() is the sum of all numbers so far.
        """


        class Counter:
            """Adds up."""

            def __init__(self, start: float) -> None:
                raise NotImplementedError

            def add(self, x):
                raise NotImplementedError

            def total(self):
                raise NotImplementedError
        ''',
    "solutions/02_counter.py": '''
        """Count what was seen"""


        class Counter:
            def __init__(self, start):
                self.sum = start

            def add(self, x):
                for number in x:
                    self.sum = self.sum + float(number)

            def total(self):
                return self.sum
        ''',
    "tests/02_counter.py": '''
        """Hidden suite of 02_counter."""

        import pytest

        pytestmark = pytest.mark.exercise(
            timeout=20, devices=("cpu",), seeds=1, bans=("sum",), allowed="+", why="02 adds up"
        )


        def test_total(submission, reference, agree, rng):
            counters = submission.Counter(1.5), reference.Counter(1.5)
            for size in rng.sizes(2):
                for counter, x in zip(counters, 2 * [rng.normal(size)]):
                    counter.add(x)
            agree.bound(rtol=1e-4).value(counters[0].total(), counters[1].total())
        ''',
}
# The same with no patience, for what never ends.
TOY |= {
    name.replace("01_double", "03_hasty"): text.replace("timeout=20", "timeout=1").replace(
        "01_", "03_"
    )
    for name, text in TOY.items()
    if "01_double" in name and "wrong" not in name
}
RIGHT = textwrap.dedent(TOY["solutions/01_double.py"])


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return root


def handed(text: str, shown: str = "exercises/01_double.py") -> Handed:
    text = textwrap.dedent(text).lstrip("\n")
    return Handed(text, Submission(shown, hashlib.sha256(text.encode()).hexdigest()))


@pytest.fixture
def make_course(tmp_path: Path) -> Callable[[dict[str, str]], Course]:
    """A course made of the toy's files and others: of those alone that are given, if any are."""

    def make(files: dict[str, str] | None = None) -> Course:
        return Course(write(tmp_path / "course", TOY if files is None else files))

    return make


@pytest.fixture(scope="session")
def right() -> str:
    """A right answer to 01_double."""
    return RIGHT


@pytest.fixture(scope="session")
def hand_in() -> Callable[..., Handed]:
    """Text as a submission."""
    return handed


@pytest.fixture(scope="session")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """One grader of the toy course for the whole run; its template knows nothing secret."""
    course = Course(write(tmp_path_factory.mktemp("toy"), TOY))
    # The template inherits the filters, and outside of tests a warning is no error.
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        made = Grader(course)
    with made:
        yield made


@pytest.fixture
def check(grader: Grader) -> Callable[..., Report]:
    """The report on a text as the answer to a toy exercise, graded in full."""

    def grade(text: str, name: str = "01", wishes: Wishes = PRACTICE) -> Report:
        return grader.check(grader.course.find(name), handed(text), wishes)

    return grade


@pytest.fixture
def run_suite(
    grader: Grader, make_course: Callable[[dict[str, str]], Course]
) -> Callable[..., Report]:
    """The report of a suite of the test's own over an answer, beside a reference."""

    def grade(
        suite: str,
        answer: str,
        reference: str | None = None,
        wishes: Wishes = PRACTICE,
        **wrongs: str,
    ) -> Report:
        head = '"""A suite."""\nimport pytest\nimport torch\nfrom grader.suite import Failure, function, probe\n'
        if "pytestmark" not in suite:
            head += 'pytestmark = pytest.mark.exercise(timeout=20, seeds=1, devices=("cpu",))\n'
        answer = textwrap.dedent(answer).lstrip("\n")
        files = {
            "exercises/07_own.py": '"""A title"""\n\ndef f(x):\n    raise NotImplementedError\n',
            "solutions/07_own.py": answer if reference is None else reference,
            "tests/07_own.py": head + textwrap.dedent(suite),
        }
        files |= {f"tests/wrong/07_own/{name}.py": text for name, text in wrongs.items()}
        return grader.check(make_course(files).find("07"), handed(answer), wishes)

    return grade


@pytest.fixture
def clear() -> Callable[[Case], Case]:
    """Asserts that a case's failure is told in words, with nothing of ours in them."""

    def told(case: Case) -> Case:
        failure = case.failure
        assert failure is not None
        assert failure.rationale
        words = [failure.rationale, failure.help, failure.exception, failure.call, failure.cause]
        words += [frame.source for frame in failure.frames]
        ours = ("Traceback", "grader/", "_pytest", "site-packages")
        assert not [text for text in words if any(our in text for our in ours)], words
        return case

    return told


class Said(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str


@pytest.fixture
def learn(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """The command `learn` over the toy course, in this process, with the run's one grader."""
    from grader.cli.main import main

    monkeypatch.setenv("LEARN_COURSE", str(grader.course.root))
    for command in ("check", "update", "doctor"):
        shared = f"grader.cli.{command}.Grader"
        monkeypatch.setattr(shared, lambda course, **options: contextlib.nullcontext(grader))
    for name in ("COLUMNS", "NO_COLOR", "LEARN_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Said:
        code = main(list(arguments))
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by the name of each case that is run."""
    from grader.suite import turns as cases

    names: list[str] = []
    run_case = cases.run_case

    def counted(turn: cases.Turn, run: Any) -> None:
        names.append(turn.case[0])
        run_case(turn, run)

    for module in ("turns", "shortcuts"):
        monkeypatch.setattr(f"grader.suite.{module}.run_case", counted)
    return names
