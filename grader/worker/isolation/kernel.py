"""Calls into the kernel by way of libc, and the record of what became of a layer.

Every layer is attempted alone: one that the kernel refuses is told in the report and costs nothing
else. Imports report only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache

from grader.report import Layer


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(function: str, *arguments: object) -> int:
    """The value of a libc function; raises OSError with its errno where that is -1.

    So it does where there is no such function: that is how another system refuses.
    """
    # Whole registers: a bare int would be cut to 32 bits, and prctl reads 64.
    whole = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    try:
        address = getattr(_libc(), function)
    except (AttributeError, TypeError):  # Windows has no libc to open
        raise OSError(errno.ENOSYS, f"{function}: not on {sys.platform}") from None
    value = int(address(*whole))
    if value == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
    return value


def attempt(name: str, switch: str, off: frozenset[str], action: Callable[[], str]) -> Layer:
    """The layer ``name`` after ``action``, which returns a detail or raises OSError.

    ``switch`` is the word in ``off`` that leaves the layer out.
    """
    if sys.platform != "linux":
        return Layer(name, False, f"not available on {sys.platform}")
    if switch in off:
        return Layer(name, False, "switched off")
    try:
        return Layer(name, True, action())
    except OSError as error:
        return Layer(name, False, error.strerror or str(error))
