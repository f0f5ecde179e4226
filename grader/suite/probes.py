"""Functions of a suite that run beside the learner's code: sent as source, holding no secret."""

from __future__ import annotations

import ast
import inspect
import textwrap
import weakref
from collections.abc import Callable
from typing import Any

from grader.errors import CourseError
from grader.wire import Source

Function = Callable[..., Any]


def probe(target: Function) -> Function:
    """Marks a self-contained top-level function ``(submission, torch, *arguments)`` as a probe."""
    target.__learn_source__ = True  # type: ignore[attr-defined]
    return target


def function(target: Function) -> Function:
    """Marks a self-contained top-level function that may be an argument of the learner's entry.

    It sees ``torch`` and ``math``; the reference gets the function itself.
    """
    target.__learn_source__ = True  # type: ignore[attr-defined]
    return target


def source_of(target: Function) -> Source:
    """The text of a marked function, without its decorators.

    Raises CourseError when it is not marked.
    """
    if target not in _SOURCES:
        _SOURCES[target] = _read(target)
    return _SOURCES[target]


# A function is forgotten with its suite, which is collected again and again for a class.
_SOURCES: weakref.WeakKeyDictionary[Function, Source] = weakref.WeakKeyDictionary()


def _read(target: Function) -> Source:
    name = target.__name__
    if not getattr(target, "__learn_source__", False):
        raise CourseError(f"{name} is not marked with @probe or @function, so it is not sent")
    tree = ast.parse(textwrap.dedent(inspect.getsource(target)))
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise CourseError(f"{name} is no top-level function")
    definition.decorator_list = []
    return Source(name, ast.unparse(tree))
