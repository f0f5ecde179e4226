"""The public examples: what a suite's visible cases call, and what the reference answers.

A visible case is run here with a listener in the place of `agree`: what it calls is noted, and the
reference is asked for the answer. Only plain values leave: numbers, texts, their lists, tuples and
dicts, and small tensors. A case that needs more than inputs (it looks at the submission itself, or
hands over a function) is named, and its calls stay out. The suite's text never does leave.
"""

from __future__ import annotations

import ast
import copy
import types
from collections.abc import Callable, Mapping
from typing import Any

import torch

from grader.catalog import Exercise
from grader.declared import CaseHead
from grader.suite.reference import Reference
from grader.suite.rng import Rng

SEED = 1
MOST = 200  # numbers of a tensor that can still be read
_FORMS = frozenset({"only", "also", "bound", "ignoring"})  # of agree, before the call itself


class NotPlain(Exception):  # noqa: N818 - says what the value is
    """A value that cannot be written down."""


class _Listener:
    """Stands where `agree` does: notes the calls of entries, and whether there was more."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __call__(self, entry: str, *arguments: Any, **named: Any) -> None:
        self.calls.append((entry, copy.deepcopy(arguments), copy.deepcopy(named)))

    def __getattr__(self, name: str) -> Callable[..., _Listener | None]:
        return lambda *arguments, **named: self if name in _FORMS else None


def examples_of(exercise: Exercise) -> dict[str, Any]:
    """An exercise's public examples as plain data.

    Opens the suite and the reference and runs both in this process.
    """
    visible = [case for case in exercise.cases if case.visible]
    names = _suite(exercise) if visible else {}
    reference = Reference(exercise.reference)
    cases = [{"title": c.title, "calls": _calls(exercise, c, names, reference)} for c in visible]
    return {"format": 1, "exercise": exercise.slug, "cases": cases}


def _suite(exercise: Exercise) -> dict[str, Any]:
    """The names of the suite, run without its marks: they mean nothing where pytest does not."""
    tree = ast.parse(exercise.suite.read_text("utf-8"))
    tree.body = [node for node in tree.body if not _is_mark(node)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = [d for d in node.decorator_list if not _is_mark(d)]
    module = types.ModuleType(exercise.slug)
    exec(compile(tree, str(exercise.suite), "exec", dont_inherit=True), module.__dict__)
    return vars(module)


def _is_mark(node: ast.AST) -> bool:
    """Whether it is ``pytestmark = ...`` or a decorator ``pytest.mark...``."""
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "pytestmark"
    return isinstance(node, ast.expr) and ast.unparse(node).startswith("pytest.mark.")


def _calls(
    exercise: Exercise, case: CaseHead, names: Mapping[str, Any], reference: Reference
) -> list[dict[str, Any]]:
    """The calls of one case that can be written down, each with its answer."""
    agree = _Listener()
    given = {
        "agree": agree, "rng": Rng(SEED, exercise.slug, case.id), "reference": reference,
        "device": "cpu",
    }  # fmt: skip
    wanted = _arguments(exercise, case.id)
    if not set(wanted) <= set(given):
        return []
    try:
        names[case.id](**{name: given[name] for name in wanted})
    except Exception:  # a case may want more of `agree` than a listener has
        return []
    found = []
    for entry, arguments, named in agree.calls:
        try:
            call = {"entry": entry, "args": plain(arguments), "named": plain(named)}
            found.append(call | {"answer": plain(getattr(reference, entry)(*arguments, **named))})
        except NotPlain:
            continue
    return found


def _arguments(exercise: Exercise, name: str) -> list[str]:
    tree = ast.parse(exercise.suite.read_text("utf-8"))
    function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    return [argument.arg for argument in function.args.args]


def plain(value: Any) -> Any:
    """A value as JSON knows it; what JSON lacks is a dict with the kind's name.

    Raises NotPlain for anything else.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [plain(item) for item in value]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: plain(item) for key, item in value.items()}}
    if isinstance(value, torch.Tensor) and value.numel() <= MOST and not value.is_complex():
        dtype = str(value.dtype).removeprefix("torch.")
        return {"tensor": value.tolist(), "dtype": dtype, "shape": list(value.shape)}
    raise NotPlain(type(value).__name__)
