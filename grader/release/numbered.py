"""Numbers of releases: kept in ``releases.json`` beside the archives, given once, never reused.

The same course has the same number in every archive that is made of it; one that differs in a
byte gets the next.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.release.archive import Content, Files, digest_of, text, write, zipped

LEDGER = "releases.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")


@dataclass(frozen=True)
class Release:
    """A numbered version of a course; ``digest`` names its bytes, 12 hex digits."""

    name: str
    number: int
    digest: str

    @property
    def record(self) -> Content:
        """What an archive says of itself, in ``release.json``."""
        data = {"format": 1, "name": self.name, "release": str(self.number), "digest": self.digest}
        return text(json.dumps(data, indent=1) + "\n")

    def file(self, kind: str) -> str:
        """The name of its archive of that kind."""
        return f"{self.name}-{kind}-{self.number}.zip"


def numbered(folder: Path, name: str, files: Files) -> Release:
    """The release that these files are, or would be as the next one of that name.

    Raises UsageError when the name fits no file's name or the folder's ledger cannot be read.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name[:70]!r} is no name of a release", "letters, digits and . _ - are", "--name hw1"
        )
    digest = digest_of(files)
    known: dict[str, str] = _ledger(folder).get(name, {})
    for number, other in known.items():
        if other == digest:
            return Release(name, int(number), digest)
    return Release(name, max(map(int, known), default=0) + 1, digest)


def write_release(folder: Path, release: Release, kind: str, files: Files) -> Path:
    """Writes an archive of the release and enters it in the ledger; the archive's path.

    One that is there with these very bytes is left alone. Raises UsageError when it is there with
    others: what was given away under a number does not change.
    """
    path, data = folder / release.file(kind), zipped(files)
    if path.exists():
        if path.read_bytes() != data:
            raise UsageError(
                f"{path} is there with other content",
                "it was made with other options, or changed since",
                "give it another --name or another --output folder",
            )
    else:
        write(path, data)
    ledger = _ledger(folder)
    known = ledger.setdefault(release.name, {})
    if known.get(str(release.number)) != release.digest:
        known[str(release.number)] = release.digest
        write(folder / LEDGER, json.dumps(ledger, indent=1, sort_keys=True).encode() + b"\n")
    return path


def _ledger(folder: Path) -> dict[str, Any]:
    path = folder / LEDGER
    try:
        found = json.loads(path.read_text("utf-8"))
        for known in found.values():
            for number, digest in known.items():
                int(number), str(digest)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"{path} cannot be read", str(error.strerror)) from None
    except (ValueError, AttributeError):
        raise UsageError(
            f"{path} is no list of releases", "", "take it from a backup, or choose another folder"
        ) from None
    return dict(found)
