"""A zip as a list of entries, read safely: nothing is unpacked to disk, every size is bounded.

An entry with an absolute name, a ``..``, a link, a password or a size like a bomb's is refused with
its reason, and the others are read. A zip that a student put in place of files is opened once.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from grader.intake.names import is_litter, split
from grader.intake.records import Entry, Intake, NotUnderstood, Source
from grader.submission import Unreadable, first_bytes

MOST_ENTRIES = 500_000
MOST_INNER_ENTRIES = 1_000
MOST_INNER_BYTES = 8 << 20  # of a zip within the zip, packed
MOST_DIRECTORY = 128 << 20  # bytes of the list of names, which is read whole
MOST_RATIO, SMALL = 200, 1 << 20  # unpacked to packed, for what is larger than a mebibyte
MOST_UNPACKED = 4 << 30  # of all entries together, as the archive declares them
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


def zip_entries(path: Path, shown: str, intake: Intake) -> list[Entry]:
    """The files in a zip on disk, and in zips within it; what is refused goes to ``intake``.

    Raises Unreadable when it is no zip, or one that cannot be opened safely.
    """
    first_bytes(path, shown, 0)  # refuses a link and what is no file
    # It stays open as long as its entries are kept: opening reads the whole list of names.
    archive = _zip(path, shown)
    entries = []
    for info in _accepted(archive, shown, MOST_ENTRIES, intake):
        place = f"{shown}/{info.filename}"
        read = partial(_read, archive, info.filename, place)
        if split(info.filename)[1] == ".zip":
            entries += _inner(info.filename, place, read, intake)
        else:
            entries.append(Entry(info.filename, Source(place, read)))
    return sorted(entries, key=lambda entry: entry.path)


def inner_zips(entries: list[Entry], intake: Intake) -> list[Entry]:
    """The entries of a folder, with the zips among them opened."""
    opened = []
    for entry in entries:
        if split(entry.name)[1] == ".zip":
            opened += _inner(entry.path, entry.source.shown, entry.source.read, intake)
        else:
            opened.append(entry)
    return opened


def _inner(path: str, shown: str, read: Callable[[int], bytes], intake: Intake) -> list[Entry]:
    """The files of a zip that was handed in, as if it were a folder of its name."""
    try:
        archive = _open_inner(read, shown)
        found = _accepted(archive, shown, MOST_INNER_ENTRIES, intake)
    except Unreadable as error:
        intake.not_understood.append(NotUnderstood(shown, _reason(error)))
        return []
    entries = []
    for info in found:
        place = f"{shown}/{info.filename}"
        if split(info.filename)[1] == ".zip":
            intake.not_understood.append(NotUnderstood(place, "a zip in a zip in a zip"))
            continue
        source = Source(place, partial(_read_from_inner, read, info.filename, shown))
        entries.append(Entry(f"{path}/{info.filename}", source))
    return entries


def _reason(error: Unreadable) -> str:
    return f"{error.what}: {error.found}" if error.found else error.what


# --------------------------------------------------------------------------- what is accepted


def _accepted(
    archive: zipfile.ZipFile, shown: str, most: int, intake: Intake
) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > most:
        raise Unreadable(f"{shown} holds {len(infos):,} files", f"{most:,} are read at the most")
    accepted: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in infos:
        if is_litter(info.filename):
            intake.left_out += 1
            continue
        reason = _refusal(info)
        if not reason and info.filename in accepted:
            reason = "a second entry of the same name"
        if not reason and total + info.file_size > MOST_UNPACKED:
            reason = f"the entries before it unpack to {MOST_UNPACKED >> 30} GiB already"
        if reason:
            intake.not_understood.append(NotUnderstood(f"{shown}/{info.filename}", reason))
            continue
        total += info.file_size
        accepted[info.filename] = info
    return list(accepted.values())


def _refusal(info: zipfile.ZipInfo) -> str:
    """Why an entry is not read; empty when it is."""
    name = info.filename
    parts = name.split("/")
    if name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        return "an absolute name"
    if ".." in parts or "\\" in name:
        return "a name that leads out of the archive"
    if any(ord(char) < 32 or ord(char) == 127 for char in name):
        return "control characters in its name"
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is a link" if stat.S_ISLNK(mode) else "it is no ordinary file"
    if info.flag_bits & 1:
        return "it has a password"
    if info.compress_type not in _METHODS:
        return f"compressed by a method that is not read (number {info.compress_type})"
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return f"it would unpack to {info.file_size:,} bytes from {info.compress_size:,}"
    return ""


# --------------------------------------------------------------------------- opening and reading


def _open_inner(read: Callable[[int], bytes], shown: str) -> zipfile.ZipFile:
    data = read(MOST_INNER_BYTES)
    if len(data) > MOST_INNER_BYTES:
        raise Unreadable(f"{shown} is larger than {MOST_INNER_BYTES >> 20} MiB")
    return _zip(io.BytesIO(data), shown)


def _zip(file: Path | io.BytesIO, shown: str) -> zipfile.ZipFile:
    try:
        if isinstance(file, Path):
            with file.open("rb") as opened:
                _check_directory(opened, shown)
        else:
            _check_directory(file, shown)
        return zipfile.ZipFile(file)
    except _BROKEN as error:
        raise Unreadable(f"{shown} is no zip that can be read", str(error)[:200]) from None


def _check_directory(file: IO[bytes], shown: str) -> None:
    """Refuses an archive whose list of names is huge before zipfile reads it whole.

    The record at the archive's end holds the list's size at its offset 12 (the zip specification,
    4.3.16), and at offset 40 in its 64-bit form (4.3.14).
    """
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - (1 << 16) - 128))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<I", tail, at + 12)[0] if 0 <= at <= len(tail) - 22 else 0
    large = tail.rfind(b"PK\x06\x06")
    if 0 <= large <= len(tail) - 56:
        size = max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, large + 40)[0])
    if size > MOST_DIRECTORY:
        raise Unreadable(f"{shown} declares a list of names of {size:,} bytes")


def _read_from_inner(read: Callable[[int], bytes], name: str, shown: str, most: int) -> bytes:
    return _read(_open_inner(read, shown), name, f"{shown}/{name}", most)


def _read(archive: zipfile.ZipFile, name: str, shown: str, most: int) -> bytes:
    """At most ``most`` + 1 bytes of an entry: what it declares of its size is not believed."""
    try:
        with archive.open(name) as file:
            return file.read(most + 1)
    except (*_BROKEN, KeyError) as error:
        raise Unreadable(f"{shown} is damaged", str(error)[:200]) from None
