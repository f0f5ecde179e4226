"""Imports to do once, before a process forks or confines itself."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from types import ModuleType

from grader.worker.ahead import import_ahead
from grader.worker.lean import lean_import


def import_torch(lean: bool = False) -> None:
    """Imports torch the fast and fork-safe way: without garbage collections, with one thread.

    The CPU's capability is asked for here because confinement hides /proc/cpuinfo, after which
    torch would choose its slowest kernels, which also round differently.

    Args:
        lean: put off what few submissions need (see `lean`), if torch is not here yet.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")  # large tensors come in fewer page faults
    collecting = gc.isenabled()
    gc.disable()
    try:
        if lean and "torch" not in sys.modules:
            import_ahead()
            lean_import()
        import torch

        torch.set_num_threads(1)
        torch.empty(1 << 21, dtype=torch.uint8)  # torch asks for THP_MEM_ALLOC_ENABLE once, here
        torch.backends.cpu.get_cpu_capability()
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
        torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    finally:
        gc.freeze()  # a million objects that stay: the next collection would look at each of them
        if collecting:
            gc.enable()


def import_optimizers() -> None:
    """Builds one optimizer: the first imports torch._dynamo, a second that confinement forbids."""
    import torch

    # torch._dynamo makes its cache folder, and the template can write nowhere: this one exists.
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.sep
    # torch 2.6 writes a file there, for modules that live on other machines, which nobody needs.
    writer = ModuleType("torch.distributed.nn.jit.instantiator")
    writer.__dict__["instantiate_non_scriptable_remote_module_template"] = lambda: None
    sys.modules.setdefault(writer.__name__, writer)
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)


def import_simulated() -> None:
    """The simulated accelerator, which changes nothing before a worker makes a machine of it."""
    import grader.worker.simulated  # noqa: F401


def arm(*bans: str) -> None:
    """Registers with torch what these bans need, which takes as long as a hundred calls."""
    from grader.worker.rules import Watch, scan
    from grader.worker.rules.words import split

    scan("", bans)
    for entry in {"", *split(bans)}:
        Watch(bans, "", entry=entry)


def move_to_large_pages(*_: str) -> None:
    """Makes each later fork cheaper, where so many are to come that it is worth the while.

    Its words only tell one time from another: what is preloaded later parts large pages again.
    """
    from grader.worker.pages import use_large_pages

    use_large_pages()


# What can be done once for all later workers: by name, with words of its own.
PRELOADS: dict[str, Callable[..., None]] = {
    "optimizers": import_optimizers,
    "simulated": import_simulated,
    "bans": arm,
    "large pages": move_to_large_pages,
}
