"""torch's large libraries, loaded by a thread while Python imports what needs none of them.

Loading them takes a quarter of the import of torch, all of it in the system's loader, which needs
no Python; on a second core that is time for nothing. Imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.util
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

NOW, EVERYWHERE = 2, 256  # RTLD_NOW and RTLD_GLOBAL, as torch itself loads them
# The loader has one lock: who imports a module in C meanwhile waits. So these come first ...
_IN_C = (
    "_asyncio", "_csv", "_decimal", "_json", "_multiprocessing", "_pickle", "_posixshmem",
    "_posixsubprocess", "_queue", "_socket", "_ssl", "_struct", "array", "binascii", "cmath",
    "fcntl", "grp", "mmap", "select",
)  # fmt: skip
# ... and these, in Python alone, are imported meanwhile: a check or torch will want them.
_IN_PYTHON = (
    "pytest", "asyncio", "multiprocessing.reduction", "typing_extensions", "unittest.mock",
    "tarfile",
)  # fmt: skip


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Loads torch's libraries in a thread, which has ended when the context has."""
    thread = threading.Thread(target=_load, daemon=True)
    _import(_IN_C)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def import_ahead() -> None:
    """Loads torch's libraries, where that can be done beside Python, and what else will be used."""
    if sys.platform == "linux":
        with loading():
            _import(_IN_PYTHON)


def _load() -> None:
    """What cannot be loaded here will be where torch is imported, with torch's own words."""
    with contextlib.suppress(OSError, AttributeError):
        torch = importlib.util.find_spec("torch")
        assert torch is not None
        folder = Path(str(torch.origin)).with_name("lib")
        dlopen = ctypes.CDLL(None).dlopen
        dlopen.restype = ctypes.c_void_p
        for name, mode in (("libtorch_global_deps.so", NOW | EVERYWHERE), ("libtorch.so", NOW)):
            dlopen(str(folder / name).encode(), mode)


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
