from __future__ import annotations

import errno
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.worker.isolation import close_descriptors, descriptors

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a spawned worker inherits none")


def left_open(*, keep: int) -> list[int]:
    """The descriptors below 60 that a fork has after keeping 0, 1, 2 and ``keep``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest may have started a thread
        pid = os.fork()
    if pid == 0:
        close_descriptors([keep, 2, 1, 0, keep])
        is_open = [descriptor for descriptor in range(60) if _is_open(descriptor)]
        os.write(keep, bytes(is_open))
        os._exit(0)
    os.waitpid(pid, 0)
    os.lseek(keep, 0, os.SEEK_SET)
    return list(os.read(keep, 60))


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


@pytest.fixture
def keep(tmp_path: Path) -> Iterator[int]:
    opened = [os.open(tmp_path / f"file{n}", os.O_RDWR | os.O_CREAT) for n in range(5)]
    yield opened[2]
    for descriptor in opened:
        os.close(descriptor)


def test_only_the_kept_ones_stay_open(keep: int) -> None:
    assert left_open(keep=keep) == [0, 1, 2, keep]


def test_an_old_kernel_closes_them_too(keep: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSYS, "no such call")

    monkeypatch.setattr(descriptors, "call", refuse)
    assert left_open(keep=keep) == [0, 1, 2, keep]
