"""Tensors of a call on their way in, and the gradients that come back."""

from __future__ import annotations

from typing import Any

import torch

from grader import wire
from grader.worker.effects import tensors_in


def moved(tensor: torch.Tensor, device: str) -> torch.Tensor:
    """A copy on the device that keeps the strides, which ``.to`` does not for every layout."""
    if tensor.is_contiguous():
        return tensor.to(device)
    storage = torch.empty(0, dtype=tensor.dtype)
    storage.set_(tensor.untyped_storage())
    return storage.to(device).as_strided(tensor.shape, tensor.stride())


def placed(tensor: torch.Tensor) -> torch.Tensor:
    """A received tensor on its device, with the gradient flag its sender gave it.

    One that is there already, and has no note of its sender's any more, stays as it is.
    """
    note = wire.note_of(tensor)
    if note is None:
        return tensor
    del tensor._wire_note  # type: ignore[attr-defined]
    there = tensor if note.device == "cpu" else moved(tensor, note.device)
    return there.requires_grad_() if note.requires_grad else there


def leaf(arguments: list[Any], index: int) -> torch.Tensor:
    """Makes argument ``index`` a leaf that requires grad, and returns it."""
    made: torch.Tensor = arguments[index].detach().requires_grad_()
    arguments[index] = made
    return made


def gradients(
    value: object, wrt: list[torch.Tensor], cotangents: list[torch.Tensor]
) -> list[torch.Tensor | None] | str:
    """Vector-Jacobian products, or in words why there are none."""
    outputs = [out for out in tensors_in(value) if out.is_floating_point()]
    if [list(out.shape) for out in outputs] != [list(c.shape) for c in cotangents]:
        return "shapes"
    terms = [
        (o * c.to(o)).sum() for o, c in zip(outputs, cotangents, strict=True) if o.requires_grad
    ]
    if not terms:
        return "detached"
    # One sum instead of grad_outputs, whose first use imports sympy (0.7 s).
    return list(torch.autograd.grad(torch.stack(terms).sum(), wrt, allow_unused=True))
