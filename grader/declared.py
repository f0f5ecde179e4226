"""What the files of an exercise declare: read from their syntax trees, never run.

The records are named tuples: making three dataclasses costs a hint 3 ms.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from grader.errors import CourseError
from grader.opened import read_course


class Settings(NamedTuple):
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


class CaseHead(NamedTuple):
    """A test of the suite as its text declares it."""

    id: str
    title: str
    possible: float
    visible: bool = False


class Entry(NamedTuple):
    """A function or class that the learner writes, as the stub declares it."""

    name: str
    line: int
    signature: str
    is_class: bool


def prompt_of(stub: Path) -> str:
    """A stub's docstring: a short lesson and the task."""
    return ast.get_docstring(_tree(stub)) or ""


def entries_of(stub: Path) -> tuple[Entry, ...]:
    """The functions and classes of a stub that raise NotImplementedError."""
    return tuple(_entries(_tree(stub)))


def settings_of(suite: Path) -> Settings:
    """The literal in a suite's ``pytestmark``.

    Raises CourseError when it is no literal or names an unknown setting.
    """
    for tree in (_head, _tree):
        for node in tree(suite).body:
            if isinstance(node, ast.Assign) and _names(node.targets) == ["pytestmark"]:
                return _settings(node.value, suite)
    return Settings()


def cases_of(suite: Path) -> tuple[CaseHead, ...]:
    """A suite's tests in order."""
    functions = [n for n in _tree(suite).body if isinstance(n, ast.FunctionDef)]
    return tuple(_case(node) for node in functions if node.name.startswith("test"))


def _head(suite: Path) -> ast.Module:
    """A suite up to the end of its ``pytestmark``; empty where that cannot be told line by line.

    A hint would pay 5 ms for the rest.
    """
    lines = read_course(suite).splitlines(keepends=True)
    marked = False
    for number, line in enumerate(lines):
        if marked and line[:1] not in b" \t\r\n)]}#":
            with contextlib.suppress(SyntaxError, ValueError):
                return ast.parse(b"".join(lines[:number]))
            break
        marked = marked or line.startswith(b"pytestmark")
    return ast.Module([], [])


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
    known = Settings._fields
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
