"""The course as it lies on disk: which exercises there are, their files, what each file declares.

Reads paths and syntax trees only; never imports torch, never runs a line of the course. The suite's
text is secret: it is opened by `Exercise.settings` and `Exercise.cases`, not before.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.errors import CourseError, UsageError
from grader.opened import read_course

DEVICES = ("cpu", "cuda", "mps")
POLICIES = ("after-pass", "after-hints", "never", "always")  # when a solution may be seen
_SLUG = re.compile(r"\d\d_[a-z0-9_]+")


@dataclass(frozen=True)
class Settings:
    """What a suite declares of itself in ``pytest.mark.exercise(...)``."""

    minutes: int = 15
    timeout: float = 10.0  # seconds a case may take
    devices: tuple[str, ...] = ("cpu", "cuda")
    seeds: int = 3
    bans: tuple[str, ...] = ()
    allowed: str = ""
    why: str = ""
    preload: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    memory: int = 2 << 30  # bytes that the worker may have beyond what it is born with
    simulated: tuple[str, ...] | None = None  # cases of a quick device check; None: the visible
    generic: dict[str, str] | None = None  # generic wrongs that are right here, with the reason


@dataclass(frozen=True)
class CaseHead:
    """A test of the suite as its text declares it."""

    id: str
    title: str
    possible: float
    visible: bool = False


@dataclass(frozen=True)
class Entry:
    """A function or class that the learner writes, as the stub declares it."""

    name: str
    line: int
    signature: str
    is_class: bool


@dataclass(frozen=True)
class Exercise:
    """One exercise and the places of its files."""

    slug: str
    root: Path  # the course's folder

    @property
    def number(self) -> str:
        """Its two digits."""
        return self.slug[:2]

    @property
    def stub(self) -> Path:
        """The file that a learner starts from."""
        return self.root / "exercises" / f"{self.slug}.py"

    @property
    def reference(self) -> Path:
        """The model answer: secret."""
        return self.root / "solutions" / f"{self.slug}.py"

    @property
    def suite(self) -> Path:
        """The hidden suite: secret."""
        return self.root / "tests" / f"{self.slug}.py"

    @property
    def wrongs(self) -> list[Path]:
        """Known wrong answers: secret."""
        return sorted((self.root / "tests" / "wrong" / self.slug).glob("*.py"))

    @property
    def rights(self) -> list[Path]:
        """Right answers in other styles; only in a checkout."""
        return sorted((self.root / "tests" / "right" / self.slug).glob("*.py"))

    @cached_property
    def prompt(self) -> str:
        """The stub's docstring: a short lesson and the task."""
        return ast.get_docstring(_tree(self.stub)) or ""

    @property
    def title(self) -> str:
        """The first line of the prompt, read without parsing the file: a list shows them all."""
        with self.stub.open(encoding="utf-8") as file:
            first = file.readline().strip()
        return first.lstrip("rR").strip('"').rstrip(".")

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What the learner writes: the functions and classes that raise NotImplementedError."""
        return tuple(_entries(_tree(self.stub)))

    @cached_property
    def settings(self) -> Settings:
        """The literal in the suite's ``pytestmark``; opens the suite.

        Raises CourseError when it is no literal or names an unknown setting.
        """
        for node in _tree(self.suite).body:
            if isinstance(node, ast.Assign) and _names(node.targets) == ["pytestmark"]:
                return _settings(node.value, self.suite)
        return Settings()

    @cached_property
    def cases(self) -> tuple[CaseHead, ...]:
        """The suite's tests in order, without running it; opens the suite."""
        functions = [n for n in _tree(self.suite).body if isinstance(n, ast.FunctionDef)]
        return tuple(_case(node) for node in functions if node.name.startswith("test"))

    @property
    def quick_device_check(self) -> tuple[str, ...]:
        """The cases that a device check without a GPU runs where a learner waits for it."""
        chosen = self.settings.simulated
        return chosen if chosen is not None else tuple(c.id for c in self.cases if c.visible)

    @property
    def digest(self) -> str:
        """Names this version of suite and reference, 12 hex digits; opens both."""
        import hashlib  # OpenSSL costs 10 ms, which a list need not pay

        digest = hashlib.sha256()
        for path in (self.suite, self.reference):
            digest.update(read_course(path))
        return digest.hexdigest()[:12]


class Course:
    """All exercises below one folder, in order.

    Args:
        root: the folder that holds ``exercises``, ``solutions`` and ``tests``.

    Raises CourseError when there is no exercise in it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        stubs = sorted((root / "exercises").glob("[0-9][0-9]_*.py"))
        self.exercises = [Exercise(p.stem, root) for p in stubs if _SLUG.fullmatch(p.stem)]
        if not self.exercises:
            raise CourseError(f"there is no course in {root}", "no exercises/NN_name.py was found")

    @property
    def secret(self) -> tuple[Path, ...]:
        """The folders that no worker may see."""
        return (self.root / "solutions", self.root / "tests")

    @property
    def solutions(self) -> str:
        """When learners may see solutions: the word in solutions/policy, after-pass without it.

        Raises CourseError when it is none of ``POLICIES``.
        """
        path = self.root / "solutions" / "policy"
        try:
            word = path.read_text("utf-8").strip()
        except FileNotFoundError:
            return POLICIES[0]
        if word not in POLICIES:
            raise CourseError(f"{path} says {word[:40]!r}", f"known are {', '.join(POLICIES)}")
        return word

    def find(self, name: str) -> Exercise:
        """The exercise of a number, a name, a slug or a path.

        Raises UsageError with the closest names when there is none.
        """
        wanted = Path(name).stem if name.endswith(".py") or "/" in name else name
        for exercise in self.exercises:
            if wanted in (exercise.slug, exercise.slug[3:]):
                return exercise
        if wanted.isdecimal() and len(wanted) < 9:
            for exercise in self.exercises:
                if int(exercise.number) == int(wanted):
                    return exercise
        names = {e.slug[3:]: e.slug for e in self.exercises} | {
            e.slug: e.slug for e in self.exercises
        }
        import difflib

        close = difflib.get_close_matches(wanted, names, n=6, cutoff=0.4)
        slugs = list(dict.fromkeys(names[match] for match in close))[:3]
        known = slugs or [e.slug for e in self.exercises[:3]]
        raise UsageError(
            f"there is no exercise {name!r}",
            f"the closest are {', '.join(known)}" if slugs else f"there are {', '.join(known)} ...",
            f"learn check {known[0]}    (learn list shows all)",
        )


def bundled_course() -> Course:
    """The course that comes with the grader: inside the wheel, or around it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "course"
    return Course(inside if inside.is_dir() else package.parent)


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(read_course(path), str(path))
    except SyntaxError as error:
        raise CourseError(f"{path} line {error.lineno}: {error.msg}") from None


def is_stub(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function does nothing but raise NotImplementedError (and say what it is for)."""
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc
    if isinstance(raised, ast.Call):
        raised = raised.func
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _entries(tree: ast.Module) -> Iterator[Entry]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and is_stub(node):
            yield Entry(node.name, node.lineno, ast.unparse(node.args), False)
        elif isinstance(node, ast.ClassDef):
            methods = [n for n in node.body if isinstance(n, ast.FunctionDef)]
            if any(is_stub(method) for method in methods):
                first = next((m for m in methods if m.name == "__init__"), None)
                signature = ast.unparse(first.args) if first else ""
                yield Entry(node.name, node.lineno, signature, True)


def _names(targets: list[ast.expr]) -> list[str]:
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _marks(node: ast.expr) -> Iterator[tuple[str, ast.Call | None]]:
    """``pytest.mark.NAME(...)`` and ``pytest.mark.NAME``, alone or in a list."""
    if isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from _marks(item)
        return
    call = node if isinstance(node, ast.Call) else None
    target = call.func if call else node
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Attribute):
        yield target.attr, call


def _settings(node: ast.expr, path: Path) -> Settings:
    known = {field.name for field in fields(Settings)}
    for name, call in _marks(node):
        if name != "exercise" or call is None:
            continue
        values: dict[str, Any] = {}
        for keyword in call.keywords:
            if keyword.arg not in known:
                raise CourseError(
                    f"{path} line {keyword.value.lineno}: unknown setting {keyword.arg!r}",
                    f"known are {', '.join(sorted(known))}",
                )
            try:
                value = ast.literal_eval(keyword.value)
            except ValueError:
                raise CourseError(
                    f"{path} line {keyword.value.lineno}: {keyword.arg} is no literal"
                ) from None
            values[keyword.arg] = tuple(value) if isinstance(value, list) else value
        return Settings(**values)
    return Settings()


def _case(node: ast.FunctionDef) -> CaseHead:
    marks = {name: call for mark in node.decorator_list for name, call in _marks(mark)}
    points = marks.get("points")
    possible = float(ast.literal_eval(points.args[0])) if points and points.args else 1.0
    return CaseHead(
        node.name, case_title(node.name, ast.get_docstring(node)), possible, "visible" in marks
    )


def case_title(name: str, docstring: str | None) -> str:
    """A case's title: its docstring's first line, else its name in words."""
    first = (docstring or "").strip().partition("\n")[0].strip().rstrip(".")
    return first or name.removeprefix("test_").replace("_", " ")
