"""Wrong answers that nobody had to write: a reference with one of the changes behind it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Exercise
from grader.declared import is_stub
from grader.proof.trees import definitions, methods, tree_of

# Names of `grader.proof.changes.CHANGES`, by what an entry has to return for them to make sense.
ANY = ("returns_none",)
NUMBERS = ("returns_zeros", "returns_ones", "flips_the_sign", "doubles", "adds_the_last_answer")
TENSORS = (
    "returns_the_input",
    "times_n",
    "over_n",
    "transposes",
    "rounds_to_half",
    "returns_float64",
    "returns_float32",
    "returns_a_list",
    "returns_a_number",
    "returns_numpy",
    "detaches",
    "changes_its_input",
    "writes_into_its_input",
    "returns_an_alias",
    "keeps_its_first_size",
)
ON_CUDA = ("moves_to_the_cpu",)


@dataclass(frozen=True)
class Generic:
    """A generic wrong of one entry: a function, or ``Class.method``."""

    entry: str
    change: str

    @property
    def name(self) -> str:
        """What an excuse or a screen calls it."""
        return f"{self.entry}.{self.change}"

    def excused_by(self, excuses: dict[str, str]) -> str:
        """The excuse's name that covers this one: its own, its class's, its change's; or empty."""
        owner = self.entry.partition(".")[0]
        names = (self.name, f"{owner}.{self.change}", self.change)
        return next((name for name in names if name in excuses), "")

    def text(self, reference: str) -> str:
        """The submission: the reference, and behind it the change."""
        changes = Path(__file__).with_name("changes.py").read_text("utf-8")
        return (
            f"{reference}\n\n"
            f"_generic = {{'__name__': 'generic'}}\n"
            f"exec({changes!r}, _generic)\n"
            f"_generic['install'](globals(), {self.entry!r}, {self.change!r})\n"
        )


def generics(exercise: Exercise, cuda: bool = False) -> Iterator[Generic]:
    """The generic wrongs that may make sense for the exercise's entries.

    Args:
        exercise: whose reference is changed.
        cuda: whether there is a device besides the CPU.
    """
    theirs = definitions(tree_of(exercise.reference))
    for name, stub in definitions(tree_of(exercise.stub)).items():
        node = theirs.get(name)
        if isinstance(stub, ast.FunctionDef) and isinstance(node, ast.FunctionDef):
            if is_stub(stub):
                yield from _of(name, node, cuda)
        elif isinstance(stub, ast.ClassDef) and isinstance(node, ast.ClassDef):
            yield from _of_class(stub, node, cuda)


def _of_class(stub: ast.ClassDef, node: ast.ClassDef, cuda: bool) -> Iterator[Generic]:
    for name, method in methods(node).items():
        written = methods(stub).get(name)
        if written is None or not is_stub(written) or method.decorator_list:
            continue
        entry = f"{node.name}.{name}"
        if name == "__init__":
            yield from _ignored(entry, method)
        elif name == "__call__" or not name.startswith("__"):
            yield from _of(entry, method, cuda)


def _of(entry: str, node: ast.FunctionDef, cuda: bool) -> Iterator[Generic]:
    returns = ast.unparse(node.returns) if node.returns else "Any"
    unknown = any(word in returns for word in ("Any", "object", "TypeVar"))
    if returns == "None":
        yield from (Generic(entry, name) for name in ("changes_its_input",))
        yield from _ignored(entry, node)
        return
    names: tuple[str, ...] = ANY
    if unknown or any(word in returns for word in ("Tensor", "float", "int")):
        names += NUMBERS
    if unknown or "Tensor" in returns:
        names += TENSORS + (ON_CUDA if cuda else ())
    yield from (Generic(entry, name) for name in names)
    yield from _ignored(entry, node)


def _ignored(entry: str, node: ast.FunctionDef) -> Iterator[Generic]:
    """One for each parameter that has a default."""
    positional = [*node.args.posonlyargs, *node.args.args]
    count = len(node.args.defaults)
    named = [a for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d]
    for argument in [*(positional[-count:] if count else []), *named]:
        yield Generic(entry, f"ignores_{argument.arg}")
