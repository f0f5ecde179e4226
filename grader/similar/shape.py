"""The shape of a Python text: its syntax tree without names, texts, notes of types and imports.

Runs of the tree's parts are hashed, and of each few hashes in a row the least is kept (winnowing;
Schleimer, Wilkerson, Aiken: "Winnowing: local algorithms for document fingerprinting", 2003): two
texts that share a run of RUN + ROW - 1 parts share a print, wherever the run is. Other names, other
order of functions, comments and layout change nothing.
"""

from __future__ import annotations

import ast
import hashlib
from collections import deque
from collections.abc import Iterator

RUN = 10  # parts that are hashed together
ROW = 5  # hashes of which one is kept
MOST = 20_000  # parts that are looked at; an answer has some hundred

Print = tuple[int, int]  # a hash of 53 bits, and the line where its run begins
_SILENT = (ast.Load, ast.Store, ast.Del, ast.Import, ast.ImportFrom)


def prints(text: str, every: bool = False) -> list[Print]:
    """The prints of a text that Python can parse.

    Args:
        text: of a submission; to be parsed where it can do no harm.
        every: all hashes, not only the least of each row.

    Raises what ``ast.parse`` raises.
    """
    parts = list(_first(_parts(ast.parse(text))))
    hashed = [(_hash(parts[at : at + RUN]), parts[at][1]) for at in range(len(parts) - RUN + 1)]
    return hashed if every else _winnowed(hashed)


def _winnowed(hashed: list[Print]) -> list[Print]:
    kept: dict[int, Print] = {}
    for at in range(max(1, len(hashed) - ROW + 1)):
        row = range(at, min(at + ROW, len(hashed)))
        if row:
            least = min(row, key=lambda number: (hashed[number][0], -number))
            kept[least] = hashed[least]
    return [kept[number] for number in sorted(kept)]


def _hash(parts: list[tuple[str, int]]) -> int:
    text = "\0".join(name for name, _ in parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 11


def _first(parts: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for number, part in enumerate(parts):
        if number == MOST:
            return
        yield part


def _parts(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The tree's parts with their lines, from the top down; a stack, for it may be deep."""
    waiting: deque[tuple[ast.AST, int]] = deque([(tree, 1)])
    while waiting:
        node, above = waiting.popleft()
        line = getattr(node, "lineno", above)
        if not isinstance(node, _SILENT):
            yield _name(node), line
        waiting.extendleft((child, line) for child in reversed(_children(node)))


def _name(node: ast.AST) -> str:
    """What tells one part from another, whatever its author called things."""
    kind = type(node).__name__
    if isinstance(node, ast.Attribute):
        return f"{kind} {node.attr}"
    if isinstance(node, ast.keyword):
        return f"{kind} {node.arg}"
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, bool | int | float) and abs(value) < 1 << 31:
            return f"{kind} {value}"
        return f"{kind} {type(value).__name__}"
    return kind


def _children(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.arg):  # of an argument, its type
        return []
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
        children.remove(node.returns)
    if isinstance(node, ast.AnnAssign):
        children.remove(node.annotation)
    return [child for child in children if not _is_text(child)]


def _is_text(node: ast.AST) -> bool:
    """A statement that is nothing but a text: a docstring."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
