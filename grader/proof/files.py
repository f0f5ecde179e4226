"""The files of an exercise: all there, agreeing with each other, no two answers the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grader.catalog import Exercise
from grader.declared import is_stub
from grader.errors import CourseError
from grader.proof.record import Finding
from grader.proof.trees import (
    definitions,
    first_line,
    methods,
    place,
    shape_of,
    signature,
    tree_of,
)

TITLE = 40  # characters that fit the screens' first line
SENTENCE = 160
RIGHTS = 2
_TWO_SENTENCES = re.compile(r"[.!?] +[A-Z]")


def check_files(exercise: Exercise) -> Iterator[Finding]:
    """What the files themselves break; nothing of them is run."""
    lacking = list(_lacking(exercise))
    yield from lacking
    if exercise.stub.exists() and exercise.reference.exists():
        yield from _guarded("signature", _same_story(exercise))
    yield from _guarded("wrong", _wrongs(exercise))
    yield from _guarded("right", _rights(exercise))


def _guarded(rule: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings; a file that cannot be read is one more."""
    try:
        yield from findings
    except CourseError as error:
        yield Finding(rule, error.what, error.found, error.next_step)


def _lacking(exercise: Exercise) -> Iterator[Finding]:
    for path in (exercise.stub, exercise.reference, exercise.suite):
        if not path.is_file():
            yield Finding("files", f"there is no {place(exercise, path)}", "", "write it")
    folder = f"tests/wrong/{exercise.slug}/"
    if not exercise.wrongs:
        yield Finding("files", f"there is no wrong in {folder}", "", "add a known mistake")
    if len(exercise.rights) < RIGHTS:
        yield Finding(
            "files",
            f"there are {len(exercise.rights)} right answers in tests/right/{exercise.slug}/",
            f"at least {RIGHTS} in different styles are needed",
            "a suite that knows one style only refuses the others",
        )


def _same_story(exercise: Exercise) -> Iterator[Finding]:
    stub, reference = tree_of(exercise.stub), tree_of(exercise.reference)
    yield from _titles(exercise, first_line(stub), first_line(reference))
    if not exercise.entries:
        yield Finding(
            "signature", f"{place(exercise, exercise.stub)} has nothing to write",
            "no function or class raises NotImplementedError",
        )  # fmt: skip
    theirs = definitions(reference)
    for name, node in definitions(stub).items():
        if isinstance(node, ast.ClassDef):
            yield from _same_class(node, theirs.get(name))
        elif is_stub(node):
            yield from _same(node, theirs.get(name), "")


def _titles(exercise: Exercise, stub: str, reference: str) -> Iterator[Finding]:
    if not stub or len(stub) > TITLE or stub.endswith("."):
        yield Finding(
            "title",
            f"the stub's first line is no title: {stub!r}",
            f"{len(stub)} characters",
            f"1 to {TITLE} characters without a full stop",
        )
    if stub != reference:
        yield Finding(
            "title", "stub and reference have different titles", f"{stub!r}, {reference!r}"
        )


def _same(mine: ast.FunctionDef, theirs: ast.AST | None, owner: str) -> Iterator[Finding]:
    if not isinstance(theirs, ast.FunctionDef):
        yield Finding("signature", f"the reference has no def {owner}{mine.name}")
    elif signature(mine) != signature(theirs):
        yield Finding(
            "signature",
            f"stub and reference disagree about {owner}{mine.name}",
            f"stub:      {signature(mine)}\nreference: {signature(theirs)}",
        )


def _same_class(mine: ast.ClassDef, theirs: ast.AST | None) -> Iterator[Finding]:
    written = {name: m for name, m in methods(mine).items() if is_stub(m)}
    if not written:
        return
    if not isinstance(theirs, ast.ClassDef):
        yield Finding("signature", f"the reference has no class {mine.name}")
        return
    if signature(mine) != signature(theirs):
        yield Finding(
            "signature", f"stub and reference disagree about {mine.name}",
            f"stub:      {signature(mine)}\nreference: {signature(theirs)}",
        )  # fmt: skip
    for name, method in written.items():
        yield from _same(method, methods(theirs).get(name), f"{mine.name}.")


def _wrongs(exercise: Exercise) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for path in exercise.wrongs:
        sentence = first_line(tree_of(path))
        where = place(exercise, path)
        if (
            not sentence.endswith(".")
            or len(sentence) > SENTENCE
            or _TWO_SENTENCES.search(sentence)
        ):
            yield Finding(
                "wrong",
                f"{where} does not begin with a sentence for the learner",
                f"{len(sentence)} characters: {sentence!r}",
                f"one sentence, at most {SENTENCE} characters, with a full stop at its end",
            )
        if sentence and sentence in seen:
            yield Finding(
                "wrong", f"{where} has the sentence of {seen[sentence].name}", repr(sentence),
                "say what is different, or drop one of them",
            )  # fmt: skip
        seen.setdefault(sentence, path)


def _rights(exercise: Exercise) -> Iterator[Finding]:
    seen = {shape_of(tree_of(exercise.reference)): exercise.reference} if (
        exercise.reference.exists()
    ) else {}  # fmt: skip
    for path in exercise.rights:
        shape = shape_of(tree_of(path))
        if shape in seen:
            yield Finding(
                "right", f"{place(exercise, path)} is {seen[shape].name} in other words",
                "the same but for names, docstrings and annotations", "write it differently",
            )  # fmt: skip
        seen.setdefault(shape, path)
