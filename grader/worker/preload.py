"""Imports to do once, before a process forks or confines itself. Imports nothing of ours."""

from __future__ import annotations

import gc
import importlib.util
import os
import re
import sys
from importlib.abc import Loader
from pathlib import Path
from types import ModuleType
from typing import cast

# Kernels in Python for tensors without data, and for what traces with them: a quarter of the
# import. A process that lives for one check has them only when it needs them.
_KERNELS = "torch._meta_registrations"
# Older releases import in circles when what traces comes first: such words bring it in good order.
_NEEDED_BY = re.compile(
    r"meta|fake|compile|export|dynamo|fx|optim|func\b|functorch|vmap|jac|jvp|vjp|hess|jit|\btrace|symbol|"
    r"decomp|_prims|_refs|_C|checkpoint|nested|sparse|quant|distribut|testing|profiler|onnx|importlib"
)


def import_torch(lean: bool = False) -> None:
    """Imports torch the fast and fork-safe way: without garbage collections, with one thread.

    The CPU's capability is asked for here because confinement hides /proc/cpuinfo, after which
    torch would choose its slowest kernels, which also round differently.

    Args:
        lean: put off what few submissions need; an import that needs it, or `complete`, brings it.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    collecting = gc.isenabled()
    gc.disable()
    put_off = lean and "torch" not in sys.modules
    if put_off:
        sys.modules[_KERNELS] = _at_first_use(_KERNELS)
    try:
        import torch

        if put_off:
            _with_generators()
        torch.set_num_threads(1)
        torch.backends.cpu.get_cpu_capability()
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
        torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    finally:
        gc.freeze()  # a million objects that stay: the next collection would look at each of them
        if collecting:
            gc.enable()


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


def _with_generators() -> None:
    """Brings the one piece of what was put off that torch.Generator cannot do without (2.13)."""
    import torch

    try:
        torch.Generator()
    except RuntimeError:
        importlib.import_module("torch._prims.rng_prims")


def complete(source: str) -> None:
    """Brings what a lean import put off, where a submission's text speaks of what may need it."""
    if _NEEDED_BY.search(source):
        _bring()


def _bring() -> None:
    module = sys.modules.get(_KERNELS)
    if isinstance(module, _AtFirstUse):
        module.run()


def import_optimizers() -> None:
    """Builds one optimizer: the first imports torch._dynamo, a second that confinement forbids."""
    _bring()
    import torch

    # torch._dynamo makes its cache folder, and the template can write nowhere: this one exists.
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.sep
    # torch 2.6 writes a file there, for modules that live on other machines, which nobody needs.
    writer = ModuleType("torch.distributed.nn.jit.instantiator")
    writer.__dict__["instantiate_non_scriptable_remote_module_template"] = lambda: None
    sys.modules.setdefault(writer.__name__, writer)
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)


PRELOADS = {"optimizers": import_optimizers}
