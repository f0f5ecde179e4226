"""What the driver says of the GPUs: names, version, memory; no CUDA context is made for it.

NVML (libnvidia-ml, part of NVIDIA's driver) is asked by ctypes; where it is not there, or says
nothing, there is nothing to tell.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LIBRARIES = ("libnvidia-ml.so.1", "nvml.dll")
_TEXT = 96  # bytes of a name, the most that NVML writes


@dataclass(frozen=True)
class Card:
    """One GPU. Memory in bytes; ``used`` by everyone."""

    name: str
    total: int = 0
    used: int = 0


class _Memory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong),
                ("used", ctypes.c_ulonglong))  # fmt: skip


def driver(library: Any = None) -> str:
    """The driver's version; empty where there is none."""
    with _opened(library) as nvml:
        return _text(nvml.nvmlSystemGetDriverVersion) if nvml else ""


def cards(library: Any = None) -> list[Card]:
    """The GPUs that this process may use, in CUDA's order where CUDA_VISIBLE_DEVICES gives one."""
    with _opened(library) as nvml:
        return [_card(nvml, handle) for handle in _handles(nvml)] if nvml else []


@contextlib.contextmanager
def _opened(library: Any) -> Iterator[Any]:
    nvml = library
    for name in _LIBRARIES if nvml is None else ():
        with contextlib.suppress(OSError):
            nvml = ctypes.CDLL(name)
            break
    if nvml is None or nvml.nvmlInit_v2():
        yield None
        return
    try:
        yield nvml
    finally:
        nvml.nvmlShutdown()


def _handles(nvml: Any) -> Iterator[Any]:
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is None:
        count = ctypes.c_uint()
        nvml.nvmlDeviceGetCount_v2(ctypes.byref(count))
        names = [str(number) for number in range(count.value)]
    else:
        names = [name.strip() for name in visible.split(",") if name.strip()]
    for name in names:
        handle = ctypes.c_void_p()
        if name.isdecimal():
            failed = nvml.nvmlDeviceGetHandleByIndex_v2(int(name), ctypes.byref(handle))
        else:
            failed = nvml.nvmlDeviceGetHandleByUUID(name.encode(), ctypes.byref(handle))
        if failed:
            return  # CUDA sees none behind one that is not there, either
        yield handle


def _card(nvml: Any, handle: Any) -> Card:
    memory = _Memory()
    nvml.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory))
    return Card(_text(nvml.nvmlDeviceGetName, handle), int(memory.total), int(memory.used))


def _text(function: Any, *arguments: Any) -> str:
    buffer = ctypes.create_string_buffer(_TEXT)
    if function(*arguments, buffer, ctypes.c_uint(_TEXT)):
        return ""
    return buffer.value.decode("utf-8", "replace")
