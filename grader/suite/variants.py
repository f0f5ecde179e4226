"""The same call on other inputs: in float64, transposed, strided, expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch

from grader.worker.effects import tensors_in

DEFAULT = ("given", "float64", "transposed", "strided")
WORDS = {
    "given": "",
    "float64": "",
    "transposed": "the inputs are transposed views (not contiguous)",
    "strided": "the inputs are every second element of larger tensors (not contiguous)",
    "expanded": "the inputs are expanded views (stride 0)",
}

Change = Callable[[torch.Tensor], torch.Tensor]


def mapped(value: Any, change: Change, seen: dict[int, torch.Tensor] | None = None) -> Any:
    """The value with every tensor in it changed; a tensor that occurs twice stays one tensor."""
    seen = {} if seen is None else seen
    if isinstance(value, torch.Tensor):
        if id(value) not in seen:
            seen[id(value)] = change(value)
        return seen[id(value)]
    if type(value) in (list, tuple):
        return type(value)(mapped(item, change, seen) for item in value)
    if type(value) is dict:
        return {key: mapped(item, change, seen) for key, item in value.items()}
    return value


def variants(arguments: Any, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Pairs of a variant's name and its arguments; those that change nothing are left out."""
    done: list[list[tuple[Any, ...]]] = []
    for name in names:
        changed = mapped(arguments, CHANGES[name])
        looks = [
            (t.dtype, tuple(t.shape), t.stride() if t.numel() else ()) for t in tensors_in(changed)
        ]
        if looks not in done:
            done.append(looks)
            yield name, changed


def copied(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor's values in memory of their own, contiguous."""
    return tensor.detach().clone(memory_format=torch.contiguous_format)


def doubled(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor in float64 where it is floating, as it is elsewhere; a copy either way."""
    wide = tensor.detach().to(torch.float64) if tensor.is_floating_point() else tensor.detach()
    return copied(wide).requires_grad_(tensor.requires_grad)


def kept(tensor: torch.Tensor) -> torch.Tensor:
    """A copy with the same strides and the same gradient flag."""
    return tensor.detach().clone().requires_grad_(tensor.requires_grad)


def replica(tensor: torch.Tensor) -> torch.Tensor:
    """A copy of the tensor within a copy of all the memory that it is a part of."""
    if tensor.layout is not torch.strided or tensor.device.type == "meta":
        return kept(tensor)
    memory = torch.empty(0, dtype=tensor.dtype, device=tensor.device)
    memory.set_(tensor.detach().untyped_storage().clone())  # type: ignore[no-untyped-call]
    same = memory.as_strided(tensor.shape, tensor.stride(), tensor.storage_offset())
    return same.requires_grad_(tensor.requires_grad)


def _transposed(tensor: torch.Tensor) -> torch.Tensor:
    wide = doubled(tensor).detach()
    if wide.dim() < 2:
        return wide.requires_grad_(tensor.requires_grad)
    turned = wide.transpose(-1, -2).contiguous().transpose(-1, -2)
    return turned.requires_grad_(tensor.requires_grad)


def _strided(tensor: torch.Tensor) -> torch.Tensor:
    wide = doubled(tensor).detach()
    if wide.dim() < 1:
        return wide.requires_grad_(tensor.requires_grad)
    room = wide.new_zeros((*wide.shape[:-1], 2 * wide.shape[-1]))
    room[..., ::2] = wide
    return room[..., ::2].requires_grad_(tensor.requires_grad)


def _expanded(tensor: torch.Tensor) -> torch.Tensor:
    wide = doubled(tensor).detach()
    if wide.dim() < 1 or not wide.numel():
        return wide.requires_grad_(tensor.requires_grad)
    return wide[:1].expand(wide.shape).requires_grad_(tensor.requires_grad)


CHANGES: dict[str, Change] = {
    "given": kept,
    "float64": doubled,
    "transposed": _transposed,
    "strided": _strided,
    "expanded": _expanded,
}
