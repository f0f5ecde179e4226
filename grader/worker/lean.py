"""Importing torch without what few submissions need, which comes by itself when one does.

What is put off are the kernels in Python for tensors without data and for what traces with them
(``torch._meta_registrations``, and ``torch._refs`` and ``torch._decomp`` with it): a quarter of the
import. They come, in torch's own order, when one of their names is asked for, before what follows
on them is imported, or when `complete` finds a word that may need them. Imports nothing of ours.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import cast

_KERNELS = "torch._meta_registrations"
_FOLLOWERS = ("torch._refs", "torch._decomp", "torch._dynamo", "torch._inductor")
# What reaches these kernels by the dispatcher alone, where no name is asked for.
_WORDS = re.compile(r"meta|fake|compile|export|fx|trace|symbol|ShapeProp|_C")


class _AtFirstUse(ModuleType):
    """A module whose code runs when the first of its names is asked for.

    importlib's own (LazyLoader) runs it for ``__file__`` too, which `inspect` asks of every module.
    """

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self.run()
        return getattr(self, name)

    def run(self) -> None:
        """Makes it the module that it stands for."""
        self.__class__ = ModuleType  # type: ignore[assignment]
        assert self.__spec__ is not None
        cast(Loader, self.__spec__.loader).exec_module(self)


class _BeforeFollowers(MetaPathFinder):
    """Brings the kernels when what a whole import has after them is looked for: releases before
    2.13 import in circles in any other order."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module that came with the kernels, or None: it is then found as ever."""
        if name not in _FOLLOWERS or not bring():
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
    """Imports torch, with these kernels put off."""
    module = _at_first_use(_KERNELS)
    sys.modules[_KERNELS] = module
    sys.meta_path.insert(0, _BeforeFollowers())
    import torch

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


def _at_first_use(name: str) -> ModuleType:
    """A module of torch, found without importing torch, whose code runs when it is first used."""
    torch = importlib.util.find_spec("torch")
    assert torch is not None
    file = Path(str(torch.origin)).with_name(name.removeprefix("torch.") + ".py")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    module = _AtFirstUse(name)
    module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, str(file)
    return module
