"""Imports to do once, before a process forks or confines itself. None is ours at first."""

from __future__ import annotations

import gc
import os


def import_torch() -> None:
    """Imports torch the fast and fork-safe way: without garbage collections, with one thread.

    The CPU's capability is asked for here because confinement hides /proc/cpuinfo, after which
    torch would choose its slowest kernels, which also round differently.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    collecting = gc.isenabled()
    gc.disable()
    try:
        import torch

        torch.set_num_threads(1)
        torch.backends.cpu.get_cpu_capability()
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
        torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    finally:
        if collecting:
            gc.enable()


def import_optimizers() -> None:
    """Builds one optimizer: the first imports torch._dynamo, a second that confinement forbids."""
    import torch

    # torch._dynamo makes its cache folder, and the template can write nowhere: this one exists.
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.sep
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)


def import_simulated() -> None:
    """The simulated accelerator, which changes nothing before a worker makes a machine of it."""
    import grader.worker.simulated  # noqa: F401


PRELOADS = {"optimizers": import_optimizers, "simulated": import_simulated}
