"""What is handed in for a cell or a function: its text, and what it needs of the other cells.

A name is taken from the newest cell that gave it its value, and only while the notebook still has
it; with it come the names that it refers to. Only text is handed in, never a live object.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import types
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grader.notebook.cells import Unit, parsed, units_of

ONE_LINE = 400  # characters


@dataclass(frozen=True)
class Cell:
    """A cell that was run: its number, and its text as plain Python."""

    number: int
    text: str


@dataclass(frozen=True)
class Gathered:
    """A submission's text.

    ``sources``: the numbers of the cells that it is made of. ``whole``: it has the lines of one
    cell under their own numbers.
    """

    text: str
    sources: tuple[int, ...]
    whole: bool = True


@dataclass
class _Search:
    """The units found so far, what they refer to before them."""

    cells: Sequence[Cell]  # the newest first
    names: dict[str, object]
    found: list[tuple[int, Unit]] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)  # made up for names that no cell imports
    seen: set[str] = field(default_factory=set)

    @property
    def ordered(self) -> list[tuple[int, Unit]]:
        """The units found: imports, then each after what it refers to."""
        return sorted(self.found, key=lambda pair: not pair[1].only_imports)

    def need(self, name: str) -> None:
        """Finds a name's units and, before them, those of the names that they refer to."""
        if name in self.seen:
            return
        self.seen.add(name)
        if name not in self.names:
            return
        units = self._units(name)
        if not units and not hasattr(builtins, name):
            self._import(name)
        for number, unit in units:
            for other in sorted(unit.refers_to):
                self.need(other)
            if (number, unit) not in self.found:
                self.found.append((number, unit))

    def _units(self, name: str) -> list[tuple[int, Unit]]:
        """The units that gave the name its value, and those that changed it since, in order."""
        value = self.names[name]
        units: list[tuple[int, Unit]] = []
        for cell in self.cells:
            made = [u for u in units_of(cell.text) if name in u.binds and _may_have_made(u, value)]
            here = [u for u in units_of(cell.text) if name in u.changes or u in made]
            units[:0] = [(cell.number, unit) for unit in here]
            if any(name not in unit.needs_at_once for unit in made):
                break
        return units if any(name in unit.binds for _, unit in units) else []

    def _import(self, name: str) -> None:
        """An import for a name that no cell binds: by a star, or behind the cells' back."""
        value = self.names[name]
        home, called = getattr(value, "__module__", None), getattr(value, "__name__", None)
        if isinstance(value, types.ModuleType):
            self.imports.append(f"import {value.__name__} as {name}")
        elif isinstance(home, str) and home != "__main__" and str(called).isidentifier():
            self.imports.append(f"from {home} import {called} as {name}")


def _may_have_made(unit: Unit, value: object) -> bool:
    """Whether a function's or class's own source is in the unit; True where it has none."""
    source = source_of(value)
    return source is None or source.strip() in unit.text


def source_of(value: object) -> str | None:
    """The text of a function, or of some method of a class, that a cell made; else None."""
    if isinstance(value, type):
        inner = f"{value.__qualname__}."
        methods = [
            item
            for item in vars(value).values()
            if isinstance(item, types.FunctionType) and item.__qualname__.startswith(inner)
        ]
        value = methods[0] if methods else None
    if not isinstance(value, types.FunctionType) or value.__name__ == "<lambda>":
        return None
    try:
        return inspect.getsource(inspect.unwrap(value))
    except (OSError, TypeError, ValueError, SyntaxError):
        return None


def gather(names: Iterable[str], cells: Sequence[Cell], known: dict[str, object]) -> Gathered:
    """The text that defines these names.

    Args:
        names: that are wanted.
        cells: that were run, in order.
        known: the notebook's namespace.
    """
    search = _Search(list(reversed(cells)), known)
    for name in names:
        search.need(name)
    return _composed(search, cells)


def complete(
    cell: Cell, names: Iterable[str], cells: Sequence[Cell], known: dict[str, object]
) -> Gathered:
    """A cell's text, after what it needs of the other cells.

    Args:
        cell: handed in as a whole.
        names: wanted even if the cell does not refer to them, if the notebook has them.
        cells: that were run before, in order.
        known: the notebook's namespace.
    """
    units = units_of(cell.text)
    own = {name for unit in units for name in unit.binds}
    search = _Search(list(reversed(cells)), known, seen=set(own))
    for name in sorted({name for unit in units for name in unit.refers_to}) + list(names):
        search.need(name)
    if not units or not (search.found or search.imports):  # no Python, or all that it needs
        return Gathered(cell.text, (cell.number,))
    future, rest = _future_first(cell.text)
    sources = (*sorted({number for number, _ in search.found}), cell.number)
    simple = _on_one_line(search)
    if simple is not None and rest.startswith("\n"):
        return Gathered("; ".join([*future, *simple]) + rest, sources)
    head = "".join(f"{line}\n" for line in future)
    before = _labelled(search, cells).text.rstrip()
    text = head + before + "\n\n\n# this cell\n" + rest.lstrip("\n")
    return Gathered(text, sources, whole=False)


def _on_one_line(search: _Search) -> list[str] | None:
    """The statements found, imports and constants mostly, for one line; None if there are others.

    They go where the magic's line was, so that every line of the cell keeps its number.
    """
    nodes = [node for _, unit in search.ordered for node in unit.nodes]
    if any(isinstance(getattr(node, "body", getattr(node, "cases", None)), list) for node in nodes):
        return None
    texts = [*search.imports, *map(ast.unparse, nodes)]
    return texts if sum(map(len, texts)) <= ONE_LINE else None


def _future_first(text: str) -> tuple[list[str], str]:
    """The text's ``from __future__`` lines, and the text with empty lines in their place."""
    lines = text.split("\n")
    future = []
    for unit in units_of(text):
        if unit.imports("__future__"):
            future += [ast.unparse(node) for node in unit.nodes]
            for number in range(unit.start - 1, unit.start - 1 + len(unit.lines)):
                lines[number] = ""
    return future, "\n".join(lines)


def _composed(search: _Search, cells: Sequence[Cell]) -> Gathered:
    """The units found as one text: in their places if they are of one cell, else in order."""
    sources = {number for number, _ in search.found}
    if len(sources) != 1 or search.imports:
        return _labelled(search, cells)
    lines: dict[int, str] = {}
    for unit in (*_futures(search, cells), *(unit for _, unit in search.found)):
        lines.update(enumerate(unit.lines, unit.start))
    text = "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1)) + "\n"
    return Gathered(text, tuple(sources))


def _futures(search: _Search, cells: Sequence[Cell]) -> list[Unit]:
    """The ``from __future__`` lines of the cells in which something was found."""
    sources = {number for number, _ in search.found}
    units = [unit for cell in cells if cell.number in sources for unit in units_of(cell.text)]
    return [unit for unit in units if unit.imports("__future__")]


def _labelled(search: _Search, cells: Sequence[Cell]) -> Gathered:
    """The units found in order, each behind the number of its cell."""
    futures = dict.fromkeys(unit.text for unit in _futures(search, cells))
    texts = [*futures, *search.imports]
    at = None
    for number, unit in search.ordered:
        head = f"# In [{number}]\n" if number != at else ""
        texts.append(head + unit.text)
        at = number
    text = "\n\n".join(texts) + "\n" if texts else ""
    return Gathered(text, tuple(sorted({number for number, _ in search.found})), whole=False)


def can_hang(text: str) -> bool:
    """Whether running the text does more than define what it defines."""
    return not all(unit.defines for unit in units_of(text))


def can_run(text: str) -> bool:
    """Whether Python can read the text at all."""
    if parsed(text) is None:
        return False
    try:
        compile(text, "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
