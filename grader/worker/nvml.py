"""What the driver says of the GPUs: names, version, whose memory; no CUDA context is made for it.

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
_PROCESSES = 1024  # of one GPU, the most that are looked through
_NOT_TOLD = (0, 2**64 - 1)  # for a process in a container, and by drivers that never tell


@dataclass(frozen=True)
class Card:
    """One GPU. Memory in bytes, ``used`` by everyone; ``number`` is for CUDA_VISIBLE_DEVICES."""

    name: str
    number: str = ""
    total: int = 0
    used: int = 0


class _Memory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong),
                ("used", ctypes.c_ulonglong))  # fmt: skip


class _Process(ctypes.Structure):
    _fields_ = (("pid", ctypes.c_uint), ("used", ctypes.c_ulonglong),
                ("instance", ctypes.c_uint), ("part", ctypes.c_uint))  # fmt: skip


def driver(library: Any = None) -> str:
    """The driver's version; empty where there is none."""
    with opened(library) as nvml:
        return _text(nvml.nvmlSystemGetDriverVersion) if nvml else ""


def cards(library: Any = None) -> list[Card]:
    """The GPUs that this process may use, in CUDA's order where CUDA_VISIBLE_DEVICES gives one."""
    with opened(library) as nvml:
        if nvml is None:
            return []
        visible = os.environ.get("CUDA_VISIBLE_DEVICES")
        return [_card(nvml, *found) for found in _handles(nvml, visible)]


def memory_of(pid: int, library: Any = None) -> int | None:
    """Bytes that a process has of all GPUs here together; None where the driver does not tell.

    In a container it may name no process, name each by a number of the host's, or name it without
    its memory: none of that is guessed at.
    """
    with opened(library) as nvml:
        if nvml is None:
            return None
        found = [used for _, handle in _handles(nvml, None) for used in _used(nvml, handle, pid)]
    return None if not found or any(used in _NOT_TOLD for used in found) else sum(found)


@contextlib.contextmanager
def opened(library: Any = None) -> Iterator[Any]:
    """NVML, ready to be asked; None where there is none. Within another one it costs nothing."""
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


def _handles(nvml: Any, visible: str | None) -> Iterator[tuple[str, Any]]:
    """The GPUs with their names in a list like CUDA_VISIBLE_DEVICES; all of them without one."""
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
        yield name, handle


def _card(nvml: Any, number: str, handle: Any) -> Card:
    memory = _Memory()
    nvml.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory))
    name = _text(nvml.nvmlDeviceGetName, handle)
    return Card(name, number, int(memory.total), int(memory.used))


def _used(nvml: Any, handle: Any, pid: int) -> Iterator[int]:
    processes, count = (_Process * _PROCESSES)(), ctypes.c_uint(_PROCESSES)
    ask = getattr(nvml, "nvmlDeviceGetComputeRunningProcesses_v3", None)  # since release 510
    if ask is not None and not ask(handle, ctypes.byref(count), processes):
        yield from (int(p.used) for p in processes[: count.value] if p.pid == pid)


def _text(function: Any, *arguments: Any) -> str:
    buffer = ctypes.create_string_buffer(_TEXT)
    if function(*arguments, buffer, ctypes.c_uint(_TEXT)):
        return ""
    return buffer.value.decode("utf-8", "replace")
