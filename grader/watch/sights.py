"""When a learner's file has come to rest after a save. Works by looking: no events are needed.

A look is one ``stat``, some microseconds, so it is taken often; that works on every file system
and for every way an editor has of writing. Where the system tells of a save the look is taken at
once (`Events`). On a network drive, where times come late or are coarse, the content is read
instead, less often.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from grader.watch.events import Events

PAUSE = 0.02  # seconds between two looks at files that rest
MOVING = 0.008  # and at one that does not
POLL_PAUSE = 0.5  # where every look reads the file
REST = 0.015  # seconds without a change after which a save is over
FLEETING = 0.25  # for what editors leave for a moment: no file, or an empty one
MOST = 1 << 20  # bytes that a look reads; a submission has less


class Kind(Enum):
    """What is in the file's place."""

    FILE = "a file"
    GONE = "nothing"
    OTHER = "no ordinary file"


class Change(Enum):
    """What a look tells besides."""

    NONE = "all is as it was, or an editor is in the middle of a save"
    FRESH = "something new is there, which may change again"
    OVER = "a change has come to rest, or what was new has been taken back"


@dataclass(frozen=True)
class Sight:
    """What one look saw; two that are equal mean that nothing happened between them."""

    kind: Kind
    mark: tuple[object, ...] = ()
    size: int = 0

    @property
    def fleeting(self) -> bool:
        """Whether an editor in the middle of a save leaves this for a moment."""
        return self.kind is Kind.GONE or self.size == 0


def by_times(path: Path) -> Sight:
    """Looks at the file's entry alone."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return Sight(Kind.GONE)
    if not stat.S_ISREG(found.st_mode):
        return Sight(Kind.OTHER, (found.st_mode, found.st_ino), 1)
    return Sight(Kind.FILE, (found.st_ino, found.st_mtime_ns, found.st_ctime_ns), found.st_size)


def by_content(path: Path) -> Sight:
    """Reads the file, for drives whose times cannot be trusted."""
    sight = by_times(path)
    if sight.kind is not Kind.FILE:
        return sight
    try:
        with path.open("rb") as file:
            data = file.read(MOST)
    except OSError:
        return Sight(Kind.GONE)
    return Sight(Kind.FILE, (hashlib.sha256(data).hexdigest(),), len(data))


class Resting:
    """One file: tells once for each change that it is there, and once that it is over.

    Args:
        known: what the file looks like now; only something else is a change.
    """

    def __init__(self, known: Sight) -> None:
        self.known = known
        self._seen = known
        self._since = 0.0
        self._fresh = False  # it was told so, and nothing since

    @property
    def moving(self) -> bool:
        """Whether a change was seen that is not over yet."""
        return self._seen != self.known

    def see(self, sight: Sight, now: float) -> Change:
        """Takes a look into account."""
        new = sight != self._seen
        if new:
            self._seen, self._since = sight, now
        taken_back = sight == self.known
        if taken_back and not self._fresh:
            return Change.NONE
        if taken_back or now - self._since >= (FLEETING if sight.fleeting else REST):
            self.known, self._fresh = sight, False
            return Change.OVER
        if new and not sight.fleeting:
            self._fresh = True
            return Change.FRESH
        return Change.NONE


class Sights:
    """Several files that are looked at together.

    Args:
        look: how to look at one.
        pause: seconds between two looks while all of them rest.
        events: tell when a look is due before that.
    """

    def __init__(
        self,
        look: Callable[[Path], Sight] = by_times,
        pause: float = PAUSE,
        events: Events | None = None,
    ) -> None:
        self._look = look
        self._pause = pause
        self._events = events
        self._files: dict[Path, Resting] = {}

    def follow(self, paths: Iterable[Path]) -> None:
        """Looks at these files from now on and at no others; what it knew of one is kept."""
        wanted = dict.fromkeys(paths)
        if self._events is not None:  # first: what happens from now on is seen, or told
            self._events.follow(wanted)
        self._files = {path: self._files.get(path) or Resting(self._look(path)) for path in wanted}

    def changed(self, now: float) -> Change:
        """What became of the files since this was last asked: OVER where it is so of any."""
        if self._events is not None:
            self._events.take()
        seen = {file.see(self._look(path), now) for path, file in self._files.items()}
        return next((c for c in (Change.OVER, Change.FRESH) if c in seen), Change.NONE)

    @property
    def hints(self) -> list[int]:
        """What to wait on besides: readable when a look is due before the pause is over."""
        told = None if self._events is None else self._events.descriptor
        return [] if told is None else [told]

    def kind(self, path: Path) -> Kind:
        """What is in the place of a file that is followed."""
        return self._files[path].known.kind

    @property
    def pause(self) -> float:
        """Seconds until the next look is due."""
        moving = any(file.moving for file in self._files.values())
        return min(MOVING, self._pause) if moving else self._pause
