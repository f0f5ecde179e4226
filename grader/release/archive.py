"""Archives whose bytes follow from their files alone: no clock, no owner, no order of a folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.whole import write_whole

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_UNIX = 3


@dataclass(frozen=True)
class Content:
    """A file of an archive."""

    data: bytes
    executable: bool = False


Files = Mapping[str, Content]
"""The files of an archive by their names in it, with slashes."""


def text(content: str, *, executable: bool = False) -> Content:
    """A text as a file."""
    return Content(content.encode(), executable)


def digest_of(files: Files) -> str:
    """Names the files, their texts and which of them can be run: 12 hex digits."""
    import hashlib  # OpenSSL costs 10 ms, which --help need not pay

    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        head = f"{len(name)}:{name}:{len(content.data)}:{content.executable:d}:"
        digest.update(head.encode() + content.data)
    return digest.hexdigest()[:12]


def zipped(files: Files) -> bytes:
    """The files as a zip, in the order of their names.

    They are stored as they are: deflated, their bytes would depend on the machine's zlib.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = _UNIX
            entry.external_attr = (0o100755 if content.executable else 0o100644) << 16
            archive.writestr(entry, content.data)
    return buffer.getvalue()


def below(folder: str, files: Files) -> dict[str, Content]:
    """The files, moved into a folder of the archive."""
    return {f"{folder}/{name}": content for name, content in files.items()}


def read_all(root: Path, names: Iterable[Path]) -> dict[str, Content]:
    """Files of the disk by their path below ``root``.

    Raises UsageError when one cannot be read.
    """
    found = {}
    for path in names:
        try:
            found[path.relative_to(root).as_posix()] = Content(path.read_bytes())
        except OSError as error:
            raise UsageError(f"{path} cannot be read", str(error.strerror)) from None
    return found


def write(path: Path, data: bytes) -> None:
    """Writes a file, whole or not at all.

    Raises UsageError when the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, [data], mode=0o644)
    except OSError as error:
        raise UsageError(f"{path} cannot be written", str(error.strerror)) from None
