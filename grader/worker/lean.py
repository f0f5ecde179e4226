"""Importing torch without what few submissions need, which comes by itself when one does.

What is put off are the kernels in Python for tensors without data and for what traces with them
(``torch._meta_registrations``, and ``torch._refs`` and ``torch._decomp`` with it), a quarter of the
import, and parts that are reached by their names alone, a tenth. So is the compiler in Python
(``torch._dynamo``, as long as all of torch), which an optimizer imports to say that it is not to be
compiled. All come, in torch's own order, when one of their names is asked for or a module below
them is imported; the kernels also before what follows on them, or when `complete` finds a word that
may need them. Imports nothing of ours.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import cast

_KERNELS = "torch._meta_registrations"
_COMPILER = "torch._dynamo"
_FOLLOWERS = ("torch._refs", "torch._decomp", _COMPILER, "torch._inductor")
# What reaches these kernels by the dispatcher alone, where no name is asked for.
_WORDS = re.compile(r"meta|fake|compile|export|fx|trace|symbol|ShapeProp|_C")
_COMPILED = re.compile(r"(?<!\bre\.)compile|dynamo|export")  # what needs the compiler itself
# Reached by their names alone, and bound in torch without being looked into.
_NAMED = (
    "torch.distributions",
    "torch.export",
    "torch.hub",
    "torch.masked",
    "torch.nn.intrinsic",
    "torch.nn.qat",
    "torch.nn.quantizable",
    "torch.nn.quantized",
    "torch.profiler",
    "torch.quantization",
    "torch.utils.data",
    "torchgen.model",
)


class _AtFirstUse(ModuleType):
    """A module whose code runs when the first of its names is asked for.

    importlib's own (LazyLoader) runs it for ``__file__`` too, which `inspect` asks of every module.
    """

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self.run()
        return getattr(self, name)

    def __dir__(self) -> Iterable[str]:
        self.run()
        return dir(self)

    def run(self) -> None:
        """Makes it the module that it stands for."""
        if self.__name__ in _FOLLOWERS:
            bring()
        self.__class__ = ModuleType  # type: ignore[assignment]
        assert self.__spec__ is not None
        cast(Loader, self.__spec__.loader).exec_module(self)


class _BeforeOthers(MetaPathFinder):
    """Brings what was put off when a module below it is looked for; the kernels also when what a
    whole import has after them is: releases before 2.13 import in circles in any other order."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module that came meanwhile, or None: it is then found as ever."""
        above = sys.modules.get(name.rpartition(".")[0])
        if isinstance(above, _AtFirstUse):
            above.run()
        elif name not in _FOLLOWERS or not bring():
            return None
        return ModuleSpec(name, _Here(sys.modules[name])) if name in sys.modules else None


class _Here(Loader):
    """Loads a module that came while it was looked for."""

    def __init__(self, module: ModuleType) -> None:
        self._module, self._spec = module, module.__spec__
        module.__spec__ = None  # importlib would take this one, and run the module again

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Leaves it as it was."""
        module.__spec__ = self._spec


def lean_import() -> None:
    """Imports torch, with all this put off."""
    later = {name: _at_first_use(name) for name in (_KERNELS, *_NAMED, _COMPILER)}
    compiler = later[_COMPILER]
    if compiler is not None:  # all that is asked of it where nothing is compiled
        vars(compiler).update(graph_break=_nothing, disable=_as_it_is)
    sys.modules.update({name: module for name, module in later.items() if module is not None})
    sys.meta_path.insert(0, _BeforeOthers())
    import torch

    for name in (*_NAMED, _COMPILER):  # what importing them would have done
        above, _, word = name.rpartition(".")
        if name in sys.modules and above in sys.modules:
            setattr(sys.modules[above], word, sys.modules[name])
    try:
        torch.Generator()
    except RuntimeError:  # 2.13 wants this piece of them
        importlib.import_module("torch._prims.rng_prims")
    known = torch.__getattr__

    def found(name: str) -> object:
        if name.startswith("_") and not name.startswith("__"):
            bring()
            if name in vars(torch):
                return vars(torch)[name]
        return known(name)

    torch.__getattr__ = found  # type: ignore[method-assign]


def _nothing(*words: object) -> None:
    """Breaks no graph where there is none."""


def _as_it_is(function: object = None, *options: object, **more: object) -> object:
    """What is not to be compiled, where nothing is; as a decorator too."""
    return _as_it_is if function is None else function


def bring() -> bool:
    """Brings what was put off; whether it was."""
    module = sys.modules.get(_KERNELS)
    if not isinstance(module, _AtFirstUse):
        return False
    module.run()
    return True


def complete(source: str) -> None:
    """Brings what was put off where a submission's text has a word that may need it."""
    if _WORDS.search(source):
        bring()
    compiler = sys.modules.get(_COMPILER)
    if isinstance(compiler, _AtFirstUse) and _COMPILED.search(source):
        compiler.run()


def _at_first_use(name: str) -> ModuleType | None:
    """A module whose code runs when it is first used, found without importing torch; None where
    this release of torch has no such module."""
    torch = importlib.util.find_spec("torch")
    assert torch is not None
    place = Path(str(torch.origin)).parent.parent.joinpath(*name.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or not file.is_file():
        return None
    module = _AtFirstUse(name)
    module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, str(file)
    module.__package__ = spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    return module
