"""The rules of the tree layer: what one node of a submission breaks."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator

from grader.worker.rules import suspects
from grader.worker.rules.bindings import Bindings
from grader.worker.rules.loops import loops
from grader.worker.rules.text import possible
from grader.worker.rules.visits import Visit
from grader.worker.rules.words import PRODUCT, Words, listed

Breach = tuple[int, str, str]
LIBRARIES = frozenset({"torch", "numpy", "operator", "math", "scipy"})
MAKERS = listed("vmap grad jacrev jacfwd hessian vjp jvp partial compile")


class Reading:
    """The bans of one file applied to its nodes; `names` says what its names stand for."""

    def __init__(
        self, words: Words, names: Bindings, entries: Collection[str] | None = None
    ) -> None:
        self.words = words
        self.names = names
        self.entries = entries
        self.modules = tuple(words.modules)

    def of(self, visit: Visit) -> Iterator[Breach]:
        """The breaches of one node: line, name, kind."""
        node = visit.node
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield from self._attribute(node, visit)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield from self._name(node, visit)
        elif isinstance(node, ast.Call):
            yield from self._call(node, visit)
        elif isinstance(node, (ast.BinOp, ast.AugAssign)):
            used = isinstance(node.op, ast.MatMult) and visit.deferred
            if used and self.words.product and "__matmul__" not in self.names.own:
                yield node.lineno, "@", "banned"
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from self._imported(node)
        if self.words.loops:
            for line, word in loops(visit, self.names.constants):
                yield line, word, "banned"

    def texts(self, visit: Visit) -> Iterator[tuple[int, str]]:
        """The texts that a call of exec, eval or compile runs, where they stand in the file."""
        node = visit.node
        if isinstance(node, ast.Call) and self._builtin(node.func) in suspects.RUNNERS:
            for text in possible(node.args[0], self.names.constants) or () if node.args else ():
                yield node.lineno, text

    def _attribute(self, node: ast.Attribute, visit: Visit) -> Iterator[Breach]:
        if isinstance(visit.parent, ast.Attribute) and self.names.paths(node):
            return  # the longer path tells more
        yield from self._member(node, node.value, node.attr, visit)

    def _member(self, node: ast.expr, value: ast.expr, leaf: str, visit: Visit) -> Iterator[Breach]:
        """What reading the attribute `leaf` of `value` breaks."""
        line = node.lineno
        paths = {f"{path}.{leaf}" for path in self.names.paths(value)}
        shown = _shown(value, leaf, paths)
        if self._is_banned(paths) or (not paths and self._is_foreign(value, leaf, visit)):
            if not self._is_idle(visit, node, leaf, paths):
                yield line, shown, "banned"
        elif any(suspects.is_suspect(path) for path in paths) or self._is_odd(value, leaf, paths):
            yield line, shown, "suspicious"

    def _is_banned(self, paths: Collection[str]) -> bool:
        """Whether a path leads to a banned function of a library or into a banned module."""
        for path in paths:
            root, leaf = path.partition(".")[0], path.rpartition(".")[2]
            # operator.add on two numbers is plain arithmetic; only its product is torch's own.
            known = PRODUCT if root == "operator" else self.words.names
            if root in LIBRARIES and leaf in self.words.names and leaf in known:
                return True
            for module in self.modules:
                below = path.removeprefix(module + ".")
                if path == module or (
                    below != path and below.split(".")[0] not in suspects.SWITCHES
                ):
                    return True
        return False

    def _is_foreign(self, value: ast.expr, leaf: str, visit: Visit) -> bool:
        """Whether a banned name is read from what may be a tensor, not from the learner's own."""
        if leaf not in self.words.names or leaf in suspects.PROPERTIES | suspects.PYTHONIC:
            return False
        if leaf in self.names.own or isinstance(value, ast.Constant):
            return False
        if isinstance(value, ast.Name) and value.id in ("self", "cls"):
            return visit.owner is not None and any(
                path.endswith("Tensor")
                for base in visit.owner.bases
                for path in self.names.paths(base)
            )
        return not isinstance(visit.parent, ast.Attribute)

    def _is_idle(self, visit: Visit, node: ast.expr, leaf: str, paths: Collection[str]) -> bool:
        """Whether it is called while the file loads: that gives a value, no way round the ban."""
        called = isinstance(visit.parent, ast.Call) and visit.parent.func is node
        if visit.deferred or not called or not leaf.islower() or leaf in MAKERS:
            return False
        return not any(path.startswith(("torch.func.", "torch.optim.")) for path in paths)

    def _is_odd(self, value: ast.expr, leaf: str, paths: Collection[str]) -> bool:
        if leaf in suspects.LEAVES:
            return True
        return leaf == "__dict__" and (bool(paths) or self._is_type(value))

    def _is_type(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute):
            return node.attr == "__class__"
        return isinstance(node, ast.Call) and self._builtin(node.func) == "type"

    def _builtin(self, func: ast.expr) -> str:
        if not isinstance(func, ast.Name) or func.id in self.names.bound | set(self.names.aliases):
            return ""
        return func.id

    def _name(self, node: ast.Name, visit: Visit) -> Iterator[Breach]:
        paths = self.names.paths(node)
        if self._is_banned(paths):
            if not isinstance(visit.parent, ast.Attribute) and not self._is_idle(
                visit, node, min(paths).rpartition(".")[2], paths
            ):
                yield node.lineno, min(paths), "banned"
        elif any(suspects.is_suspect(path) for path in paths):
            yield node.lineno, min(paths), "suspicious"
        elif not paths and node.id not in self.names.bound:
            star = any(one.partition(".")[0] in LIBRARIES for one in self.names.stars)
            inside = any(one in self.modules for one in self.names.stars)
            class_of_it = inside and node.id[:1].isupper() and node.id not in vars(builtins)
            if (star and node.id in self.words.names) or class_of_it:
                yield node.lineno, node.id, "banned"
            elif node.id in suspects.BUILTINS:
                yield node.lineno, node.id, "suspicious"

    def _call(self, node: ast.Call, visit: Visit) -> Iterator[Breach]:
        name, args = self._builtin(node.func), node.args
        if name in suspects.RUNNERS and (
            not args or possible(args[0], self.names.constants) is None
        ):
            yield node.lineno, name, "suspicious"
        elif name == "vars" and (not args or self.names.paths(args[0]) or self._is_type(args[0])):
            yield node.lineno, "vars", "suspicious"
        elif name == "locals" and not visit.deferred:
            yield node.lineno, "locals", "suspicious"
        elif name == "getattr" and len(args) > 1:
            yield from self._looked_up(node, args[0], args[1], visit)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "__getattribute__" and args:
            value = args[0] if len(args) > 1 else node.func.value
            yield from self._looked_up(node, value, args[-1], visit)
        elif self.names.paths(node.func) & {"operator.attrgetter", "operator.methodcaller"}:
            for arg in args[:1] if "methodcaller" in ast.unparse(node.func) else args:
                yield from self._looked_up(node, None, arg, visit)

    def _looked_up(
        self, node: ast.Call, value: ast.expr | None, text: ast.expr, visit: Visit
    ) -> Iterator[Breach]:
        """An attribute read by a string: as if written out, if the text tells which."""
        found = possible(text, self.names.constants)
        if found is not None:
            for leaf in sorted(part for one in found for part in one.split(".")):
                yield from self._member(node, value or ast.Name(""), leaf, visit)
        elif value is None or self.names.paths(value) or self._is_type(value):
            yield node.lineno, ast.unparse(node.func), "suspicious"

    def _imported(self, node: ast.Import | ast.ImportFrom) -> Iterator[Breach]:
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        for name in node.names:
            root = (module or name.name).partition(".")[0]
            bound = name.asname or (name.name if module else root)
            numpy = root == "numpy" and "numpy" in self.words.modules
            if root in suspects.EVASIVE_IMPORTS or (
                numpy and (bound in self.names.loaded or bound == "*")
            ):
                yield node.lineno, module or name.name, "import"
            elif module and name.name != "*":
                unused = bound not in self.names.loaded and bound not in self.names.bound
                asked = self.entries is None or bound in self.entries
                if unused and asked and self._is_banned({f"{module}.{name.name}"}):
                    yield node.lineno, f"{module}.{name.name}", "banned"


def _shown(value: ast.expr, leaf: str, paths: Collection[str]) -> str:
    """The name as written where it is short, else the path it stands for."""
    text = ast.unparse(value) if isinstance(value, (ast.Name, ast.Attribute)) else ""
    if text and len(text) < 40:
        return f"{text}.{leaf}"
    return min(paths) if paths else f".{leaf}"
