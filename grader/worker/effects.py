"""What a call did besides answering: inputs changed, outputs that alias them, global state touched.

Runs beside the submission, so these are claims: they make a lesson's rule visible, while the truth
of an answer rests on its values alone. Imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch


def tensors_in(value: object, depth: int = 0) -> Iterator[torch.Tensor]:
    """Every tensor in nested lists, tuples and dicts, in order."""
    if isinstance(value, torch.Tensor):
        yield value
    elif depth < 16 and isinstance(value, list | tuple):
        for item in value:
            yield from tensors_in(item, depth + 1)
    elif depth < 16 and isinstance(value, dict):
        for item in value.values():
            yield from tensors_in(item, depth + 1)


class Effects:
    """A look at inputs and global state before a call, compared with a second one after it.

    Args:
        inputs: the call's arguments, nested in any way.
    """

    def __init__(self, inputs: object) -> None:
        self._inputs = list(tensors_in(inputs))
        self._versions = [_version(t) for t in self._inputs]
        self._copies = [_bytes(t) for t in self._inputs]
        self._state = _state()

    def after(self, value: object) -> dict[str, Any]:
        """What changed: numbers of the inputs changed or aliased, names of the state touched."""
        changed = [
            number
            for number, tensor in enumerate(self._inputs)
            if _version(tensor) != self._versions[number]
            or not torch.equal(_bytes(tensor), self._copies[number])
        ]
        owners = {
            t.untyped_storage().data_ptr(): number
            for number, t in enumerate(self._inputs)
            if t.numel() and t.layout is torch.strided
        }
        alias = sorted(
            {
                owners[out.untyped_storage().data_ptr()]
                for out in tensors_in(value)
                if out.layout is torch.strided
                and out.numel()
                and out.device.type != "meta"
                and out.untyped_storage().data_ptr() in owners
            }
        )
        now = _state()
        state = [name for name, before in self._state.items() if not _same(before, now[name])]
        return {"changed": changed, "alias": alias, "state": state}


def _version(tensor: torch.Tensor) -> int:
    return 0 if tensor.is_inference() else tensor._version


def _bytes(tensor: torch.Tensor) -> torch.Tensor:
    """The values as one flat run of bytes: NaN compares equal to itself, -0.0 not to 0.0."""
    return (
        tensor.detach().clone(memory_format=torch.contiguous_format).reshape(-1).view(torch.uint8)
    )


def _state() -> dict[str, object]:
    return {
        "grad mode": torch.is_grad_enabled(),
        "inference mode": torch.is_inference_mode_enabled(),
        "default dtype": torch.get_default_dtype(),
        "random numbers": torch.get_rng_state(),
    }


def _same(before: object, now: object) -> bool:
    if isinstance(before, torch.Tensor) and isinstance(now, torch.Tensor):
        return torch.equal(before, now)
    return before == now
