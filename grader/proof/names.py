"""Names that a function needs from around it: what is sent as source must not need any."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

GIVEN = {"probe": frozenset[str](), "function": frozenset({"torch", "math"})}


def free_names(node: ast.FunctionDef, given: frozenset[str] = frozenset()) -> list[str]:
    """The names that the function uses and neither makes, imports nor gets, sorted.

    Args:
        node: a top-level function; its decorators do not count.
        given: names that are there besides the builtins.
    """
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, ast.FunctionDef)
    bare.decorator_list = []
    table = symtable.symtable(ast.unparse(bare), "<suite>", "exec")
    known = given | set(dir(builtins)) | {node.name}
    return sorted(set(_global_names(table)) - known)


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or (top and not symbol.is_assigned())):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global_names(child)


def marked(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Pairs of ``probe`` or ``function`` and the top-level function that is marked so."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                name = decorator.attr if isinstance(decorator, ast.Attribute) else ""
                name = decorator.id if isinstance(decorator, ast.Name) else name
                if name in GIVEN:
                    yield name, node
