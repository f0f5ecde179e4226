"""The parts of a file that run when its entries are called, without recursion.

Left out: what stands under `if __name__ == "__main__"` or `if TYPE_CHECKING` (never run here),
comments, docstrings, and annotations that call nothing.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

# A node's field that says what it does; half of all nodes of a tree, and nothing in them runs.
_SIGNS = frozenset(
    kind
    for family in (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
    for kind in family.__subclasses__()
)
_DEFERRING = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp})
_DEFERRED = frozenset({"body", "elt", "generators"})  # what runs later, of those
_ANNOTATIONS = frozenset({"annotation", "returns"})


class Visit(NamedTuple):
    """One node: `deferred` means inside a function or lambda; `owner` is the class around it."""

    node: ast.AST
    parent: ast.AST | None
    deferred: bool
    owner: ast.ClassDef | None


def visits(body: Iterable[ast.stmt], guarded: bool = True) -> Iterator[Visit]:
    """Every node that may run, parents first; `guarded` leaves the main block out."""
    waiting = [Visit(stmt, None, False, None) for stmt in body]
    waiting.reverse()
    while waiting:
        visit = waiting.pop()
        yield visit
        waiting.extend(reversed(_children(visit, guarded)))


def parsed(source: str) -> ast.Module | None:
    """The tree of a text, without a word of what Python would warn of; None where it has none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parts(nodes: Iterable[ast.AST]) -> list[ast.AST]:
    """These nodes and all below them, in the order of `ast.walk`, in half its time."""
    found = list(nodes)
    for node in found:  # it grows
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                found += [each for each in value if isinstance(each, ast.AST)]
            elif isinstance(value, ast.AST):
                found.append(value)
    return found


def _children(visit: Visit, guarded: bool) -> list[Visit]:
    """Done for every node of every text, so types are looked up and not asked for."""
    node, _, deferred, owner = visit
    inner = deferred or type(node) in _DEFERRING
    if isinstance(node, ast.ClassDef):
        owner = node
    found: list[Visit] = []
    skipped = guarded and isinstance(node, ast.If) and never_runs(node.test)
    for field in node._fields:
        value = getattr(node, field, None)
        if value is None or (skipped and field == "body"):
            continue
        late = inner if field in _DEFERRED else deferred
        for child in value if isinstance(value, list) else (value,):
            runs = isinstance(child, ast.AST) and type(child) not in _SIGNS
            if runs and not (field in _ANNOTATIONS and _is_plain(child)):
                found.append(Visit(child, node, late, owner))
    return found


def _is_plain(annotation: ast.AST) -> bool:
    return not any(isinstance(part, ast.Call) for part in parts([annotation]))


def never_runs(test: ast.expr) -> bool:
    """Whether what stands under this test is not for a submission: the main block, types."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = (test.left, test.comparators[0])
        names = {side.id for side in sides if isinstance(side, ast.Name)}
        values = {side.value for side in sides if isinstance(side, ast.Constant)}
        return names == {"__name__"} and values == {"__main__"}
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def reached(tree: ast.Module, entry: str) -> list[ast.stmt]:
    """The top-level statements that define an entry and all that it names, directly or not."""
    definitions: dict[str, list[ast.stmt]] = {}
    for stmt in tree.body:
        for name in _defined(stmt):
            definitions.setdefault(name, []).append(stmt)
    found: dict[int, ast.stmt] = {}
    waiting, seen = [entry], {entry}
    while waiting:
        for stmt in definitions.get(waiting.pop(), ()):
            found[id(stmt)] = stmt
            names = {part.id for part in parts([stmt]) if isinstance(part, ast.Name)}
            waiting.extend(names - seen)
            seen |= names
    return [stmt for stmt in tree.body if id(stmt) in found]


def needed(tree: ast.Module, entries: Collection[str]) -> list[ast.stmt]:
    """The top-level statements without the functions that nothing needs when an entry is called.

    A learner's own checks are such functions: named in the main block at most, or called while the
    file loads by a line of their own. Whatever else mentions a name, in a text too, needs it.
    """
    loose = {
        stmt.name: stmt
        for stmt in tree.body
        if isinstance(stmt, ast.FunctionDef)
        and not stmt.decorator_list
        and stmt.name not in entries
        and not _leaves_something(stmt)
    }
    if not loose:
        return tree.body
    kept = [stmt for stmt in tree.body if loose.get(getattr(stmt, "name", "")) is not stmt]
    waiting = [stmt for stmt in kept if not _only_calls(stmt, loose)]
    while waiting:
        for name in _mentioned(waiting.pop()) & set(loose):
            kept.append(loose.pop(name))
            waiting.append(kept[-1])
    chosen = {id(stmt) for stmt in kept}
    return [stmt for stmt in tree.body if id(stmt) in chosen]


def _leaves_something(function: ast.FunctionDef) -> bool:
    """Whether a call may change what others see: a global, an attribute, an item of something."""
    return any(
        isinstance(part, ast.Global)
        or (isinstance(part, (ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store))
        or (isinstance(part, ast.Name) and part.id == "setattr")
        for part in parts([function])
    )


def _only_calls(stmt: ast.stmt, functions: Collection[str]) -> bool:
    """Whether a statement does nothing but call one of the functions, without arguments."""
    call = stmt.value if isinstance(stmt, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in functions
        and not (call.args or call.keywords)
    )


def _mentioned(stmt: ast.stmt) -> set[str]:
    """The names in a statement that may run, in its texts too but for docstrings."""
    found: set[str] = set()
    for visit in visits([stmt]):
        node = visit.node
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(visit.parent, ast.Expr):
            continue  # a docstring only tells
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(re.findall(r"\w+", node.value))
    return found


def _defined(stmt: ast.stmt) -> set[str]:
    if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {stmt.name}
    return {
        part.id
        for part in parts([stmt])
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
