"""What a GPU's driver needs of the machine: device files, libraries, what it reads and names.

The rest of the isolation is as for every worker; these are let through to workers on a GPU only,
the libraries aside, which hold no secret.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# By the beginnings of their names: NVIDIA's on Linux, and the one of every GPU in WSL.
_NAMES = ("nvidia", "dxg")
_DEV = "/dev"

# Where the linker looks besides the folders of every library: clusters and containers bring the
# driver there, NixOS its own.
_LIBRARIES = ("/usr/local/cuda", "/usr/local/nvidia", "/opt/rocm", "/run/opengl-driver/lib")
_LIBRARY_NAMES = ("libcu*.so*", "libnv*.so*")

READS = (
    "/proc/driver/nvidia",
    "/proc/driver/nvidia-uvm",
    "/proc/self",
    "/proc/devices",
    "/proc/modules",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/sys/vm",
    "/sys/devices",
    "/sys/bus/pci",
    "/sys/module",
)
# Written to: from release 570 on NVIDIA's names its threads there, and takes a refusal for a broken
# system (CUDA error 304).
THREADS = "/proc/self/task"


def device_files() -> list[str]:
    """The paths of the device files, folders of them included, on this machine."""
    try:
        return [entry.path for entry in os.scandir(_DEV) if entry.name.startswith(_NAMES)]
    except OSError:
        return []


def library_folders() -> list[str]:
    """Where the driver and its libraries may be, as the linker names it."""
    return [*_LIBRARIES, *_on_the_linker_s_path()]


def _on_the_linker_s_path() -> Iterator[str]:
    """The folders of LD_LIBRARY_PATH, which a worker keeps, that hold any of CUDA's libraries."""
    for entry in os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep):
        if Path(entry).is_absolute() and any(
            found for name in _LIBRARY_NAMES for found in Path(entry).glob(name)
        ):
            yield entry
