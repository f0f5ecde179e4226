"""Calls into the kernel: what is refused, here or on a system without such a call, is an OSError."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

import pytest

from grader.worker.isolation import kernel
from grader.worker.isolation.kernel import attempt, call


def no_libc() -> object:
    raise TypeError("bad argument type for built-in operation")  # Windows' word for CDLL(None)


@pytest.mark.parametrize("libc", [object, no_libc])
def test_a_call_that_this_system_lacks_is_refused(
    monkeypatch: pytest.MonkeyPatch, libc: Callable[[], object]
) -> None:
    monkeypatch.setattr(kernel, "_libc", libc)
    with pytest.raises(OSError, match="prctl: not on") as caught:
        call("prctl", 1, 9)
    assert caught.value.errno == errno.ENOSYS


@pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
def test_a_layer_that_is_refused_says_why() -> None:
    layer = attempt("limits", "off", frozenset(), lambda: str(call("prctl", 10**6)))
    assert (layer.in_force, layer.detail) == (False, "prctl: Invalid argument")
    assert attempt("limits", "off", frozenset({"off"}), str).detail == "switched off"
    assert attempt("limits", "off", frozenset(), lambda: "a detail").in_force
