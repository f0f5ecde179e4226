"""What a fork brings along in its memory, seen from the fork."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is looked at by /proc")


def in_fork(action: Callable[[], bytes]) -> bytes:
    """What the action, run in a fork of this process, says."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, action())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        said = file.read()
    os.waitpid(pid, 0)
    return said


def in_process(code: str, **environment: str) -> str:
    """What a program says that was started with this environment."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), "an argument of the parent"],
        env=os.environ | environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_neither_environment_nor_arguments_stay_where_the_kernel_put_them() -> None:
    said = in_process(
        """
        import os, sys
        from pathlib import Path
        from grader.worker.isolation import forget_start
        before = os.environ["TOKEN"]
        forget_start({"PATH": "/bin"})
        print(dict(os.environ), sys.argv, getattr(sys, "orig_argv", sys.argv))
        print(Path("/proc/self/environ").read_bytes().strip(b"\\0"))
        print(b"an argument" in Path("/proc/self/cmdline").read_bytes())
        """,
        TOKEN="not for a submission",
    )
    assert said.splitlines() == [
        "{'PATH': '/bin'} ['submission'] ['submission']",
        "b''",
        "False",
    ]


def test_the_values_of_the_environment_are_overwritten_in_place() -> None:
    said = in_process(
        """
        import ctypes, os
        from grader.worker.isolation import forget_start
        place = id(os.environ._data[b"TOKEN"]) + bytes.__basicsize__ - 1
        forget_start({})
        # The memory may serve another object by now, which starts with its own header.
        print(b"for a submission" in ctypes.string_at(place, 20))
        """,
        TOKEN="not for a submission",
    )
    assert said.strip() == "False"


def test_memory_shared_with_the_parent_is_given_up() -> None:
    from grader.worker.isolation import forget_shared

    shared = mmap.mmap(-1, mmap.PAGESIZE)
    shared[:4] = b"ours"

    def count() -> bytes:
        return b"%d" % forget_shared()

    assert int(in_fork(count)) >= 1
    assert shared[:4] == b"ours"
    shared.close()


def test_without_shared_memory_nothing_is_given_up() -> None:
    said = in_process(
        """
        from grader.worker.isolation import forget_shared
        print(forget_shared(), forget_shared())
        """
    )
    assert said.split() == ["0", "0"]
