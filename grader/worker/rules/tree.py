"""What the text of a submission shows: banned names, ways round them, imports that help.

Imports the standard library only. Lenient where the run-time watch sees for certain: a name that
the file defines itself is the learner's own.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from grader.worker.rules import words
from grader.worker.rules.bindings import Bindings
from grader.worker.rules.reading import Reading
from grader.worker.rules.visits import needed, parsed, reached, visits

MOST = 100  # findings told of one file
NESTED = 3  # texts within texts that exec runs


class Finding(NamedTuple):
    """One breach: its line, the name as the learner can find it there, and its kind.

    Kinds: "banned" (the ban's own word), "suspicious" (a way round it), "import".
    """

    line: int
    name: str
    kind: str


def scan(source: str, bans: Sequence[str], entries: Collection[str] | None = None) -> list[Finding]:
    """The breaches in a submission's text, by line; none where nothing is banned.

    `entries`: the names that the suite calls, if known; a banned function imported under one of
    them counts even if the file itself never calls it, and a function that no entry needs does not
    count. A text that does not parse gives none: it does not load either.
    """
    tree = parsed(source)
    if tree is None:
        return []
    found: set[Finding] = set()
    try:
        scopes = words.split(bans)
        if not scopes:
            return []
        names = Bindings(tree)
        for scope, scoped in scopes.items():
            body = reached(tree, scope) if scope else tree.body
            if entries and not scope and "__name__" not in names.bound:
                body = needed(tree, entries)
            found.update(Finding(*one) for one in _findings(names, body, scoped, entries, 0))
    except RecursionError:
        found.add(Finding(0, "code nested too deeply to read", "suspicious"))
    return sorted(found)[:MOST]


def _findings(
    names: Bindings,
    body: Sequence[ast.stmt],
    bans: Sequence[str],
    entries: Collection[str] | None,
    depth: int,
) -> Iterator[tuple[int, str, str]]:
    read = words.read(bans)
    if not read.any:
        return
    reading = Reading(read, names, entries)
    for visit in visits(body, guarded="__name__" not in names.bound):
        yield from reading.of(visit)
        for line, text in reading.texts(visit):
            yield from _within(line, text, bans, depth + 1)


def _within(
    line: int, text: str, bans: Sequence[str], depth: int
) -> Iterator[tuple[int, str, str]]:
    """Findings in a text that the submission runs, told at the line that runs it."""
    if depth > NESTED:
        yield line, "exec", "suspicious"
        return
    try:
        inner = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    # A function around it: what the text computes is used, even at its top level.
    inside = ast.Module([ast.parse("def text(): pass").body[0]], [])
    assert isinstance(inside.body[0], ast.FunctionDef)
    inside.body[0].body = inner.body
    for _, name, kind in _findings(Bindings(inside), inside.body, bans, (), depth):
        yield line, name, kind


def written(source: str, line: int) -> list[str]:
    """The dotted names called on one line of a text, and "@" where it stands there."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: list[str] = []
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Call, ast.BinOp, ast.AugAssign)):
            continue
        if not node.lineno <= line <= (node.end_lineno or node.lineno):
            continue
        if isinstance(node, ast.Call):
            if isinstance(node.func, (ast.Name, ast.Attribute)):
                found.append(dotted(node.func))
        elif isinstance(node.op, ast.MatMult):
            found.append("@")
    return found


def dotted(node: ast.expr) -> str:
    """A call's name as the learner reads it: "torch.einsum", ".matmul" on anything longer."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
