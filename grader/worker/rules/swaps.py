"""Refusals in Python functions of torch that the dispatcher never hears of.

A function's code is replaced, so every alias of it asks too; methods written in C are replaced on
the class. What is replaced asks while a watch is on, and else does what it always did; it stays
for the next watch, for to replace thirty functions costs more than most calls. `put_back` ends it.
"""

from __future__ import annotations

import importlib
import types
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from grader.worker.rules.words import Words

# Word to the objects that carry it out, where its name alone does not lead there.
PLACES: dict[str, tuple[str, ...]] = {
    "numpy": ("torch.Tensor.numpy", "torch.Tensor.__array__", "torch.from_numpy"),
    "tolist": ("torch.Tensor.tolist",),
    "backward": ("torch.Tensor.backward", "torch.autograd.backward"),
    "grad": (
        "torch.autograd.grad",
        "torch._functorch.eager_transforms.grad_impl",
        "torch._functorch.eager_transforms.grad_and_value_impl",
    ),
    "vmap": ("torch._functorch.vmap.vmap_impl",),
    "zero_grad": ("torch.nn.Module.zero_grad", "torch.optim.Optimizer.zero_grad"),
    "torch.optim": ("torch.optim.Optimizer.__init__",),
    "torch.autograd": (
        "torch.Tensor.backward",
        "torch.autograd.backward",
        "torch.autograd.grad",
        "torch.autograd.graph._engine_run_backward",
        "torch.autograd.forward_ad.make_dual",
    ),
    "torch.func": (
        "torch._functorch.eager_transforms.grad_impl",
        "torch._functorch.eager_transforms.grad_and_value_impl",
        "torch._functorch.eager_transforms._vjp_with_argnums",
        "torch._functorch.eager_transforms._jvp_with_argnums",
    ),
    "broadcast_shapes": ("torch.functional.broadcast_shapes",),
}
HOMES = ("torch.functional", "torch.nn.functional")
PLACE = "a place"  # what stands for it in the template below
STUB = """
def outer():
    {cells}
    def stub(*args, **kwargs):
        {use}
        return __import__("sys").modules[{module!r}].called({place!r}, args, kwargs)
    return stub
"""
Ask = Callable[[str], None]
_ask: Ask | None = None
_here: Swaps | None = None  # whose replacements stand in torch now
_originals: dict[str, Callable[..., Any]] = {}


def called(place: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a replaced function does: ask, and if that does not raise, what it always did."""
    if _ask is not None:
        _ask(place)
    return _originals[place](*args, **kwargs)


def put_back() -> None:
    """Leaves torch as it was before the first watch."""
    global _here
    if _here is not None:
        _here.remove()
        _here = None


class Swaps:
    """The replacements for one set of bans; `on` and `off` are cheap and come in pairs."""

    def __init__(self, words: Words) -> None:
        put_back()  # what is replaced already would be taken for torch's own
        self._pairs: list[tuple[Any, str, Any, Any]] = []
        for place in dict.fromkeys(_places(words)):
            self._prepare(place)

    def on(self, ask: Ask) -> None:
        """Calls ask from now on."""
        global _ask, _here
        if _here is not self:
            put_back()
            for owner, name, _, new in self._pairs:
                setattr(owner, name, new)
            _here = self
        _ask = ask

    def off(self) -> None:
        """Calls ask no more."""
        global _ask
        _ask = None

    def remove(self) -> None:
        """Takes the replacements out again."""
        for owner, name, old, _ in reversed(self._pairs):
            if old is None:
                delattr(owner, name)
            else:
                setattr(owner, name, old)

    def _prepare(self, place: str) -> None:
        owner, name, found = _find(place)
        if found is None:
            return
        if isinstance(found, types.FunctionType):
            # Once copied, the copy holds the code: the function itself may be replaced just now.
            copy = _originals.get(place) or _copied(found)
            assert isinstance(copy, types.FunctionType)
            code = copy.__code__
            _originals[place] = copy
            self._pairs.append((found, "__code__", code, _stub(place, len(code.co_freevars))))
        else:
            _originals.setdefault(place, found)
            # A method inherited from a class in C has no entry of its own to put back.
            old = vars(owner).get(name)
            stub = types.FunctionType(_stub(place, 0), {"__builtins__": __builtins__}, name)
            self._pairs.append((owner, name, old, stub))


def _copied(found: types.FunctionType) -> types.FunctionType:
    copy = types.FunctionType(
        found.__code__, found.__globals__, found.__name__, found.__defaults__, found.__closure__
    )
    copy.__kwdefaults__ = found.__kwdefaults__
    return copy


@cache
def _template(cells: int) -> types.FunctionType:
    """A function that asks for PLACE, with as many cells as the one whose code it replaces."""
    names = [f"cell{number}" for number in range(cells)]
    text = STUB.format(
        cells="".join(f"{name} = " for name in names) + "None",
        use=", ".join(names) or "pass",
        module=__name__,
        place=PLACE,
    )
    namespace: dict[str, Any] = {}
    exec(text, namespace)
    stub: types.FunctionType = namespace["outer"]()
    return stub


def _stub(place: str, cells: int) -> types.CodeType:
    code = _template(cells).__code__
    return code.replace(
        co_consts=tuple(place if part == PLACE else part for part in code.co_consts)
    )


def label(place: str) -> str:
    """What a learner calls a place: "nn.Linear" for its forward, "torch.optim" for a base class."""
    parts = place.split(".")
    if parts[1] in ("_functorch", "optim"):
        return "torch.func" if parts[1] == "_functorch" else "torch.optim"
    return "nn." + parts[2] if parts[-1] == "forward" else parts[-1]


def _places(words: Words) -> Iterator[str]:
    for word in sorted(words.names | words.modules):
        yield from PLACES.get(word, ())
        if word[:1].isupper():
            yield f"torch.nn.{word}.forward"
        elif word.isidentifier():
            yield from _functions(word)


def _functions(word: str) -> Iterable[str]:
    for home in HOMES:
        if isinstance(vars(importlib.import_module(home)).get(word), types.FunctionType):
            yield f"{home}.{word}"


def _find(place: str) -> tuple[Any, str, Any]:
    """Owner, name and object of a dotted place; the object is None where torch has none."""
    parts = place.split(".")
    owner: Any = importlib.import_module("torch")
    for part in parts[1:-1]:
        owner = getattr(owner, part, None)
    name = parts[-1]
    if isinstance(owner, type) and name == "forward" and name not in vars(owner):
        return owner, name, None
    return owner, name, getattr(owner, name, None)
