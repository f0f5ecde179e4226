"""An exception of the submission as plain data: its name, its words, the learner's own lines.

Runs in the worker: a hostile ``__str__`` costs its own case the deadline and nothing else.
Imports nothing of ours.
"""

from __future__ import annotations

import linecache
import re
import traceback
from collections import deque
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any

import torch

MAX_MESSAGE = 2000  # characters
MAX_FRAMES = 3


def describe(error: BaseException, filename: str) -> dict[str, Any]:
    """The reply for an exception raised by the code of ``filename``.

    ``line`` is the last line of the learner's file on the way to it; for a syntax error the line
    that Python names.
    """
    if isinstance(error, MemoryError):
        traceback.clear_frames(error.__traceback__)  # what they hold is what there is no more of
    frames = list(deque(_own_frames(error.__traceback__, filename), MAX_FRAMES))
    line = frames[-1][1] if frames else None
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = error.lineno
    return {
        "type": type(error).__name__[:100],
        "bases": [base.__name__[:100] for base in type(error).__mro__][:20],
        "message": _message(error),
        "line": line,
        "frames": [_frame(*frame, filename=filename) for frame in frames],
    }


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception as second:
        return f"(its message cannot be shown: {type(second).__name__})"
    return text[:MAX_MESSAGE]


def _own_frames(trace: TracebackType | None, filename: str) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _frame(frame: FrameType, line: int, filename: str) -> dict[str, Any]:
    source = linecache.getline(filename, line).strip()[:200]
    names = dict.fromkeys(re.findall(r"[^\W\d]\w*", source))
    found = {
        name: frame.f_locals[name]
        for name in names
        if isinstance(frame.f_locals.get(name), torch.Tensor)
    }
    found |= _attributes(frame.f_locals.get("self"), source)
    mixed = len({tensor.device.type for tensor in found.values()}) > 1
    tensors = [
        [name, about(tensor) + (" on cpu" if mixed and tensor.device.type == "cpu" else "")]
        for name, tensor in found.items()
    ]
    return {
        "line": line,
        "function": frame.f_code.co_name[:100],
        "source": source,
        "variables": tensors[:8],
    }


def _attributes(owner: object, source: str) -> dict[str, torch.Tensor]:
    """The tensors that the line calls ``self.name``, looked up without running any code."""
    if "self." not in source:
        return {}
    held = dict(getattr(owner, "__dict__", {}))
    for part in ("_parameters", "_buffers"):
        more = held.get(part)
        held |= more if isinstance(more, dict) else {}
    names = dict.fromkeys(re.findall(r"self\.([^\W\d]\w*)", source))
    tensors = {name: held.get(name) for name in names}
    return {f"self.{n}": t for n, t in tensors.items() if isinstance(t, torch.Tensor)}


def about(tensor: torch.Tensor) -> str:
    """A tensor in a few words: ``float32 [3, 4]``, with the device where it is not the CPU."""
    dtype = str(tensor.dtype).removeprefix("torch.")
    layout = "" if tensor.layout is torch.strided else f" {tensor.layout}".replace("torch.", "")
    device = "" if tensor.device.type == "cpu" else f" on {tensor.device}"
    return f"{dtype} {list(tensor.shape)}{layout}{device}"
