"""A worker's GPU: chosen and bounded before the submission is loaded.

The CUDA context is made here, in the worker, and dies with it. Imports nothing of ours.
"""

from __future__ import annotations

import os
from typing import Any

import torch

# Errors after which a context answers nothing but errors.
_BROKEN = ("CUDA error", "device-side assert", "illegal memory access", "CUBLAS_STATUS")


def settle(device: str, gpu: str, share: float) -> dict[str, Any]:
    """Makes the context of the device; what it is, as its own process sees it.

    Args:
        device: cuda or mps.
        gpu: the number or the UUID of the one that is to be seen; empty for the first.
        share: the part of its memory that PyTorch may have in this process, up to 1.

    Raises RuntimeError, in PyTorch's words, where the device does not start.
    """
    if device != "cuda":
        torch.zeros(1, device=device)
        return {"name": device}
    if gpu:
        os.environ["CUDA_VISIBLE_DEVICES"] = gpu
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False
    torch.cuda.set_per_process_memory_fraction(share, 0)
    # The first product loads cuBLAS, a second's work that is not to count as a case's.
    torch.mm(torch.zeros(2, 2, device="cuda"), torch.zeros(2, 2, device="cuda"))
    torch.cuda.synchronize()
    properties = torch.cuda.get_device_properties(0)
    return {"name": properties.name, "memory": int(properties.total_memory)}


def broken(device: str, error: BaseException) -> bool:
    """Whether the device answers nothing any more after this error of a call."""
    if device != "cuda":
        return False
    if any(text in str(error) for text in _BROKEN):
        return True
    try:
        torch.cuda.synchronize()
    except Exception:  # a device that never started raises of several kinds
        return True
    return False


def after_call(device: str) -> None:
    """Waits for the device, so that an error belongs to the call that made it."""
    if device == "cuda":
        torch.cuda.synchronize()
