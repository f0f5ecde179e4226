"""Hints of the system that something happened in a folder, so that the next look comes at once.

Hints alone: what is true of a file is what a look finds, and looks are taken without any hint as
well. Linux tells (inotify); elsewhere, and where the system has no more to give, nothing is told.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# From <sys/inotify.h>: a file that was written is closed, another one takes its name, one goes.
_WRITTEN, _MOVED_HERE, _GONE = 0x8, 0x80, 0x200
_AT_ONCE = 1 << 16  # bytes of hints read in one call


class Events:
    """Hints about the folders of files.

    ``descriptor`` is readable when there is one; None where there are never any.
    """

    def __init__(self) -> None:
        self.descriptor: int | None = None
        self._folders: dict[Path, int] = {}
        self._library: Any = ctypes.CDLL(None) if sys.platform == "linux" else None
        init = getattr(self._library, "inotify_init1", None)
        if init is not None and (number := init(os.O_NONBLOCK | os.O_CLOEXEC)) >= 0:
            self.descriptor = number

    def follow(self, paths: Iterable[Path]) -> None:
        """From now on hints are about the folders of these files, and of no others."""
        wanted = {path.parent for path in paths}
        for folder in set(self._folders) - wanted:
            self._library.inotify_rm_watch(self.descriptor, self._folders.pop(folder))
        for folder in wanted - set(self._folders):
            number = self._add(folder)
            if number >= 0:
                self._folders[folder] = number

    def _add(self, folder: Path) -> int:
        if self.descriptor is None:
            return -1
        mask = _WRITTEN | _MOVED_HERE | _GONE
        return int(self._library.inotify_add_watch(self.descriptor, os.fsencode(folder), mask))

    def take(self) -> None:
        """Takes all hints that are there: which they are says nothing that a look does not."""
        with contextlib.suppress(BlockingIOError):
            while self.descriptor is not None and os.read(self.descriptor, _AT_ONCE):
                pass

    def close(self) -> None:
        """Ends the hints."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
            self._folders.clear()
