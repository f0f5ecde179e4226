"""Whether the calls of a text can affect each other, as far as its syntax tells.

Where they cannot, a submission may be asked in any order, and more than its cases ask: each answer
is the same. Only what is plain to see counts: functions of local variables, over torch and math,
with nothing that is kept from call to call. A text that deceives this gains nothing, for an answer
is right or wrong whenever it is given.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from grader.worker.rules.visits import never_runs, parsed, parts
from grader.worker.rules.words import listed

LONGEST = 1 << 16  # characters of a text that is looked at
MODULES = listed("torch math typing itertools functools collections operator __future__")
BUILTINS = listed("""
    abs all any bool complex dict divmod enumerate filter float frozenset int isinstance issubclass
    iter len list map max min next pow range repr reversed round set slice sorted str sum tuple type
    zip object NotImplemented Ellipsis
""") | {name for name in dir(builtins) if name.endswith(("Error", "Exception"))}
# Switches, registers, memory by its address, and whatever else outlives a call. Not empty memory,
# of which a right answer has written all, and a wrong one is another one in every run.
LASTING = listed("""
    resize resize_ resize_as_ as_strided as_strided_ storage untyped_storage data_ptr
    share_memory_ seed manual_seed initial_seed default_generator Generator get_rng_state random
    fork_rng register_hook backends library overrides utils jit compile hub multiprocessing cuda
    mps xpu futures func Library manual disable fallback modules compiler export package
    distributed testing profiler optim hooks save load sys builtins warnings inductor
""")
LASTING_PREFIXES = ("_", "set_", "use_", "register_", "disable_")
STORED = frozenset({"grad", "requires_grad", "data"})  # attributes of a tensor that a call may set
NODES = (
    ast.Global, ast.Nonlocal, ast.ClassDef, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith,
    ast.Await, ast.ImportFrom, ast.Import,
)  # fmt: skip


def is_independent(source: str) -> bool:
    """Whether no call of what a text defines can affect another one; False where that is unclear,
    or would take long to find out.

    Args:
        source: of a submission.
    """
    tree = parsed(source) if len(source) <= LONGEST else None
    if tree is None:
        return False
    try:
        return all(map(_Names(tree.body).leaves_nothing, tree.body))
    except (RecursionError, MemoryError):
        return False


class _Names:
    """The names that a text defines at its top level, and what may be done with them."""

    def __init__(self, body: list[ast.stmt]) -> None:
        self._lasting = {name for stmt in body for name in _defined(stmt)}

    def leaves_nothing(self, stmt: ast.stmt) -> bool:
        """Whether a statement of the top level, when the text is loaded and later, keeps nothing
        that one call could leave for another."""
        if isinstance(stmt, ast.ImportFrom):
            root = (stmt.module or "").partition(".")[0]
            plain = all(_is_plain(name.name) and name.name != "*" for name in stmt.names)
            return not stmt.level and root in MODULES and plain and _are_plain(stmt.module or "")
        if isinstance(stmt, ast.Import):
            roots = (name.name.partition(".")[0] for name in stmt.names)
            return all(root in MODULES for root in roots) and all(
                _are_plain(name.name) for name in stmt.names
            )
        if isinstance(stmt, ast.FunctionDef):
            return self._function(stmt)
        if isinstance(stmt, (ast.Assign, ast.AnnAssign)):
            targets = stmt.targets if isinstance(stmt, ast.Assign) else [stmt.target]
            named = all(isinstance(target, ast.Name) for target in targets)
            return named and (stmt.value is None or _is_constant(stmt.value))
        if isinstance(stmt, ast.If):
            never = never_runs(stmt.test) and "__name__" not in self._lasting
            return never and not stmt.orelse
        return isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Constant)

    def _function(self, function: ast.FunctionDef) -> bool:
        given = [*function.args.defaults, *filter(None, function.args.kw_defaults)]
        if function.decorator_list or not all(map(_is_constant, given)):
            return False
        inside = parts(function.body)
        local = {*_bound(parts([function.args])), *_bound(inside)}
        return all(self._part(part, local) for part in inside)

    def _part(self, part: ast.AST, local: set[str]) -> bool:
        """Whether one node of a function leaves nothing behind."""
        if isinstance(part, NODES):
            return False
        if isinstance(part, ast.FunctionDef):
            return not part.decorator_list
        if isinstance(part, ast.Name):
            return part.id in local or part.id in self._lasting or part.id in BUILTINS
        if isinstance(part, ast.Attribute):
            return self._attribute(part, local)
        if isinstance(part, ast.Subscript) and not isinstance(part.ctx, ast.Load):
            return self._is_local(part.value, local)
        return True

    def _attribute(self, part: ast.Attribute, local: set[str]) -> bool:
        if not _is_plain(part.attr):
            return False
        if isinstance(part.ctx, ast.Load):
            # What changes something in place may change what was there before the call.
            return not part.attr.endswith("_") or self._is_local(part.value, local)
        return part.attr in STORED and self._is_local(part.value, local)

    def _is_local(self, node: ast.expr, local: set[str]) -> bool:
        """Whether an expression starts at a local variable, or is the value of a call."""
        while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
            if isinstance(node, ast.Call) and not isinstance(node.func, ast.Attribute):
                return True
            node = node.func if isinstance(node, ast.Call) else node.value
        return not isinstance(node, ast.Name) or node.id in local


def _defined(stmt: ast.stmt) -> Iterator[str]:
    """The names that a statement of the top level defines."""
    if isinstance(stmt, ast.FunctionDef):
        yield stmt.name
    elif isinstance(stmt, (ast.Import, ast.ImportFrom)):
        yield from ((name.asname or name.name).partition(".")[0] for name in stmt.names)
    else:
        yield from _bound(parts([stmt]))


def _bound(nodes: list[ast.AST]) -> Iterator[str]:
    """The names that are given a value in some parts of a text, in functions among them too."""
    for part in nodes:
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
            yield part.id
        elif isinstance(part, ast.FunctionDef):
            yield part.name
        elif isinstance(part, ast.arg):
            yield part.arg
        elif isinstance(part, ast.ExceptHandler) and part.name:
            yield part.name


def _is_plain(name: str) -> bool:
    """Whether an attribute of torch or of a tensor is none that outlives a call."""
    return name not in LASTING and not name.startswith(LASTING_PREFIXES)


def _are_plain(path: str) -> bool:
    return path in MODULES or all(map(_is_plain, path.split(".")))


def _is_constant(node: ast.expr) -> bool:
    """Whether a value cannot be changed: a number, a text, a tuple of such, a dtype."""
    if isinstance(node, ast.Tuple):
        return all(map(_is_constant, node.elts))
    if isinstance(node, (ast.UnaryOp, ast.BinOp)):
        below = (part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
        return all(map(_is_constant, below))
    if isinstance(node, ast.Attribute):  # torch.float32, math.pi
        named = isinstance(node.value, ast.Name) and node.value.id in MODULES
        return named and _is_plain(node.attr)
    return isinstance(node, ast.Constant)
