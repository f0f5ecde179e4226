"""Cases that pass as they passed before: what a submission answers decides, and it is known.

The first run of a case that passes leaves its script. A later submission, or the same one saved
again, is asked by the script; where each answer is a known one the case need not run. Nothing else
can pass that way: a case sees nothing of a submission but its answers.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.errors import Fault
from grader.suite.evidence import Experiment
from grader.suite.session import Session
from grader.worker.client import Ended
from grader.worker.script import Recording, Script

Key = tuple[str, str, int, bool]  # the case, its device, the seed, whether with all variants
MOST_SCRIPTS = 512
QUICK = 1.0  # seconds of all cases, for them to be put at once, and of one answer then


@dataclass(frozen=True)
class Left:
    """What a case that passed leaves behind besides."""

    experiments: tuple[Experiment, ...]
    notes: tuple[str, ...]


class Passed(NamedTuple):
    """A case that was passed as before, and the seconds that the answers took."""

    left: Left
    seconds: float

    def relive(self, session: Session) -> None:
        """Leaves behind again what the case left."""
        session.evidence.relive(self.left.experiments)
        for note in self.left.notes:
            session.note(note)


@dataclass
class Known:
    """The scripts of an exercise's cases, over any number of submissions."""

    scripts: dict[Key, Script] = field(default_factory=dict)

    def passes(
        self, session: Session, case: str, device: str, seconds: float
    ) -> tuple[bool, float]:
        """Whether the submission answers a case as it was passed before; the seconds that took.

        Args:
            session: of the submission; its seed is the case's.
            case: its name.
            device: that it runs on.
            seconds: that it may take.
        """
        script = self.scripts.get((case, device, session.seed, session.thorough))
        if script is None or session.cancelled or session.rehearsing:
            return False, 0.0
        started = time.monotonic()
        session.begin_case(device, seconds)
        with contextlib.suppress(Ended, Fault):  # the case meets it again, and tells it
            marks = session.client(device).play(script)
            left = script.answers.get(marks)
            if isinstance(left, Left):
                spent = time.monotonic() - started
                Passed(left, spent).relive(session)
                return True, spent
        return False, time.monotonic() - started

    def quick(self, keys: Sequence[Key]) -> bool:
        """Whether all these cases are known, and take so little that they are put at once."""
        scripts = [self.scripts[key] for key in keys if key in self.scripts]
        known = 0 < len(keys) == len(scripts)
        return known and sum(script.seconds for script in scripts) < QUICK

    def requests(self, keys: Sequence[Key]) -> list[bytes]:
        """All that a submission is asked that passes these cases; nothing unless they are quick."""
        known = keys if self.quick(keys) else ()
        return [request for key in known for request in self.scripts[key].requests]

    def passes_all(self, session: Session, keys: Sequence[Key]) -> list[Passed]:
        """How the submission answers many cases as they were passed before, up to the first that it
        does not.

        They are put to it one behind the other, without waiting for each answer. A submission that
        does not answer all so may have been asked more than the cases would have asked it, so that
        all has to begin anew, with a fresh worker. Hence quick cases, in the order in which they
        run.

        Args:
            session: of the submission, which was not asked anything else yet.
            keys: of the cases, all `quick`; by one worker.
        """
        if not keys or session.cancelled or session.rehearsing:
            return []
        scripts = [self.scripts[key] for key in keys]
        session.place(keys[0][1])
        played = session.client(keys[0][1]).play_all(scripts, QUICK)
        pairs = zip(scripts, played, strict=False)
        return [
            Passed(left, each.seconds)
            for script, each in pairs
            if isinstance(left := script.answers[each.marks], Left)
        ]

    def learn(
        self,
        session: Session,
        case: str,
        device: str,
        recording: Recording | None,
        seconds: float = 0.0,
    ) -> None:
        """Keeps how a case was passed that has just run, and took so many seconds."""
        if recording is None or not recording.whole or not recording.requests:
            return
        key = (case, device, session.seed, session.thorough)
        script = self.scripts.get(key)
        requests = tuple(recording.requests)
        if script is None and len(self.scripts) < MOST_SCRIPTS:
            script = self.scripts[key] = Script(requests, seconds)
        if script is not None and script.requests == requests:
            own = session.evidence.of(session.evidence.case)
            experiments = tuple(e for e in own if e.seed == session.seed)
            script.keep(tuple(recording.marks), Left(experiments, tuple(session.noted)))
