"""What a call did besides answering: inputs changed, outputs that alias them, global state touched.

Runs beside the submission, so these are claims: they make a lesson's rule visible, while the truth
of an answer rests on its values alone. Imports nothing of ours.
"""

from __future__ import annotations

import ctypes
from typing import Any

import torch

PLAIN = (torch.Tensor, torch.nn.Parameter)
STATE = ("grad mode", "inference mode", "default dtype", "random numbers")


def tensors_in(value: object) -> list[torch.Tensor]:
    """Every tensor in nested lists, tuples and dicts, in order."""
    found: list[torch.Tensor] = []
    _collect(value, 0, found)
    return found


def _collect(value: object, depth: int, found: list[torch.Tensor]) -> None:
    if isinstance(value, torch.Tensor):
        found.append(value)
    elif depth < 16 and isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            _collect(item, depth + 1, found)


class Effects:
    """A look at inputs and global state before a call, compared with a second one after it.

    Args:
        inputs: the call's arguments, nested in any way.
        drawn: the state of torch's random numbers, where it is known.
    """

    def __init__(self, inputs: object, drawn: bytes | None = None) -> None:
        self._inputs = tensors_in(inputs)
        self._before = [_content(t) for t in self._inputs]
        self._state = _state(drawn)

    def after(self, value: object) -> dict[str, Any]:
        """What changed: numbers of the inputs changed or aliased, names of the state touched."""
        changed = [n for n, t in enumerate(self._inputs) if _content(t) != self._before[n]]
        owners = {_memory(t): n for n, t in enumerate(self._inputs)}
        owners.pop(None, None)
        alias = sorted({owners[m] for m in map(_memory, tensors_in(value)) if m in owners})
        pairs = zip(STATE, self._state, _state(), strict=True)
        state = [name for name, before, after in pairs if before != after]
        return {"changed": changed, "alias": alias, "state": state}


def _content(tensor: torch.Tensor) -> tuple[object, ...]:
    """How often it was written to and its bytes: NaN equals itself, -0.0 is not 0.0.

    The bytes as they lie in memory, without a tensor made of them: this is done at every call.
    """
    version = 0 if tensor.is_inference() else tensor._version
    if type(tensor) not in PLAIN or not tensor.is_cpu or tensor.layout is not torch.strided:
        return version, _bytes(tensor)
    shape, strides, count = tensor.shape, tensor.stride(), tensor.nbytes
    if not count:
        return version, shape
    if not tensor.is_contiguous():
        span = sum((n - 1) * step for n, step in zip(shape, strides, strict=True))
        count = (1 + span) * tensor.element_size()
    first = tensor.storage_offset() * tensor.element_size()
    if first + count > tensor.untyped_storage().nbytes():
        return version, None  # its memory was taken away
    return version, shape, strides, tensor.dtype, ctypes.string_at(tensor.data_ptr(), count)


def _bytes(tensor: torch.Tensor) -> bytes:
    """The values of a tensor that is no plain one, copied out of it."""
    whole = tensor.detach() if tensor.layout is torch.strided else tensor.detach().to_dense()
    whole = whole.resolve_conj().resolve_neg().cpu().clone(memory_format=torch.contiguous_format)
    flat = whole.reshape(-1).view(torch.uint8)
    return ctypes.string_at(flat.data_ptr(), flat.numel()) if flat.numel() else b""


def _memory(tensor: torch.Tensor) -> int | None:
    """Where its memory begins; None where it has none."""
    if tensor.layout is not torch.strided or tensor.is_meta or not tensor.numel():
        return None
    return tensor.untyped_storage().data_ptr()


def drawn() -> bytes:
    """The state of torch's random numbers."""
    state = torch.default_generator.get_state()
    return ctypes.string_at(state.data_ptr(), state.numel())


def _state(known: bytes | None = None) -> tuple[object, ...]:
    """What STATE names."""
    return (
        torch.is_grad_enabled(),
        torch.is_inference_mode_enabled(),
        torch.get_default_dtype(),
        drawn() if known is None else known,
    )
