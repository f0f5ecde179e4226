"""Files that are written whole or not at all: a reader sees the old one or the new one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, pieces: Iterable[bytes], mode: int | None = None) -> None:
    """Writes a file in the place of what is there; whatever ends it leaves that as it was.

    Args:
        path: of the file; its folder is there.
        pieces: its bytes, taken one after another.
        mode: its permissions; None for those that any new file gets here.

    Raises OSError when it cannot be written, and what ``pieces`` raises.
    """
    # Its own name, for several processes may write one file; not tempfile's, whose import costs
    # commands that are to be quick.
    beside = path.with_name(f".{path.name[:100]}.{os.urandom(6).hex()}")
    try:
        with beside.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
