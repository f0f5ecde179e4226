"""A suite's text: its settings, hints, cases and probes. Nothing of it is run."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from grader.catalog import Exercise
from grader.errors import CourseError
from grader.proof.names import GIVEN, free_names, marked
from grader.proof.record import Finding
from grader.proof.trees import definitions, place, squeezed, statements, tree_of

HINTS = 3
HINT = 160  # characters of the last hint
TELLING = 25  # a statement of so many characters gives the answer away
LEAVES_OUT = frozenset({"skip", "skipif", "xfail", "importorskip"})


def check_suite(exercise: Exercise) -> Iterator[Finding]:
    """What the suite's text breaks; a suite that is not there is a finding of its own already."""
    if not exercise.suite.is_file():
        return
    try:
        tree = tree_of(exercise.suite)
        settings = _settings(tree)
        hints = exercise.settings.hints
    except CourseError as error:
        yield Finding("suite", error.what, error.found, error.next_step)
        return
    if settings is None:
        yield Finding(
            "suite", f"{place(exercise, exercise.suite)} declares nothing of itself", "",
            "pytestmark = pytest.mark.exercise(minutes=..., hints=(...))",
        )  # fmt: skip
    else:
        yield from _declared(exercise, {keyword.arg for keyword in settings.keywords})
        yield from _hints(exercise, hints)
    yield from _forbidden(tree)
    yield from _probes(tree)
    yield from _cases(exercise, tree)


def _settings(tree: ast.Module) -> ast.Call | None:
    """The call ``pytest.mark.exercise(...)`` in pytestmark."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            for call in ast.walk(node.value):
                if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.exercise"):
                    return call
    return None


def _declared(exercise: Exercise, names: set[str | None]) -> Iterator[Finding]:
    settings = exercise.settings
    if "minutes" not in names:
        yield Finding("suite", "pytestmark does not say how many minutes the exercise takes")
    if settings.bans and not (settings.allowed and settings.why):
        yield Finding(
            "suite", "there are bans, but no word on what is allowed and why", "",
            'allowed="indexing, +", why="03 is about ..." in pytestmark',
        )  # fmt: skip
    for name, reason in (settings.generic or {}).items():
        if not isinstance(reason, str) or len(reason) < 10:
            yield Finding("generic", f"generic={{{name!r}: ...}} has no reason", repr(reason))


def _hints(exercise: Exercise, hints: tuple[str, ...]) -> Iterator[Finding]:
    if len(hints) != HINTS or not all(isinstance(hint, str) and hint.strip() for hint in hints):
        yield Finding("hints", f"there are {len(hints)} hints, not {HINTS}")
        return
    if not hints[0].rstrip().endswith("?"):
        yield Finding("hints", "the first hint is no question", repr(hints[0]))
    if len(hints[-1]) > HINT:
        yield Finding("hints", f"the last hint has {len(hints[-1])} characters, at most {HINT}")
    if not exercise.reference.exists():
        return
    solution = set()
    for name, node in definitions(tree_of(exercise.reference)).items():
        texts = (text.removeprefix("return") for text in statements(node))
        solution |= {(name, text) for text in texts if len(text) >= TELLING}
    for number, hint in enumerate(hints, 1):
        for name, text in sorted(solution):
            if text in squeezed(hint) and "super().__init__()" not in text:
                yield Finding(
                    "hints", f"hint {number} gives the answer away",
                    f"a whole line of {name}: {text}",
                    "say it in words, or leave a piece out",
                )  # fmt: skip


def _forbidden(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr == "parametrize":
            yield Finding(
                "suite",
                f"parametrize in line {node.lineno}",
                "",
                "a loop inside the case, or more cases",
            )
        elif node.attr in LEAVES_OUT and ast.unparse(node).startswith("pytest."):
            yield Finding(
                "suite", f"{ast.unparse(node)} in line {node.lineno}",
                "a case that is left out says nothing",
                "devices=(...) in pytestmark, or no such case",
            )  # fmt: skip


def _probes(tree: ast.Module) -> Iterator[Finding]:
    for kind, node in marked(tree):
        names = free_names(node, GIVEN[kind])
        if names:
            yield Finding(
                "probe",
                f"@{kind} {node.name} in line {node.lineno} needs {', '.join(names)} from outside",
                "it is sent as source, alone",
                "import it inside the body, or hand it over as an argument",
            )


def _cases(exercise: Exercise, tree: ast.Module) -> Iterator[Finding]:
    try:
        cases = exercise.cases
    except (CourseError, ValueError, IndexError) as error:
        yield Finding(
            "suite", "the cases cannot be read", str(error), "points takes a plain number"
        )
        return
    if not cases:
        yield Finding("suite", "there is no case", "no function whose name begins with test")
        return
    if not any(case.visible for case in cases):
        yield Finding("suite", "no case is visible", "", "@pytest.mark.visible on an example")
    for case in cases:
        if case.possible < 0:
            yield Finding("suite", f"{case.id} has {case.possible:g} points")
    if sum(case.possible for case in cases) <= 0:
        yield Finding("suite", "there are no points to be had")
    for what, values in (("name", [c.id for c in cases]), ("title", [c.title for c in cases])):
        for value, count in Counter(values).items():
            if count > 1:
                yield Finding("suite", f"{count} cases have the {what} {value!r}")
    yield from _after(tree)


def _after(tree: ast.Module) -> Iterator[Finding]:
    """``after`` has to name a case that is run before."""
    seen: set[str] = set()
    for name, node in definitions(tree).items():
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(
                "mark.after"
            ):
                wanted = ast.literal_eval(decorator.args[0]) if decorator.args else ""
                if wanted not in seen:
                    yield Finding(
                        "suite", f"{name} waits for {wanted!r}, which is no case before it"
                    )
        seen.add(name)
