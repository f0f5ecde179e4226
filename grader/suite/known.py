"""Cases that pass as they passed before: what a submission answers decides, and it is known.

The first run of a case that passes leaves its script. A later submission, or the same one saved
again, is asked by the script; where each answer is a known one the case need not run. Nothing else
can pass that way: a case sees nothing of a submission but its answers.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field

from grader.suite.evidence import Experiment
from grader.suite.session import Session
from grader.worker.client import Ended
from grader.worker.launch import Killed
from grader.worker.script import Recording, Script

Key = tuple[str, str, int, bool]  # the case, its device, the seed, whether with all variants
MOST_SCRIPTS = 512


@dataclass(frozen=True)
class Left:
    """What a case that passed leaves behind besides."""

    experiments: tuple[Experiment, ...]
    notes: tuple[str, ...]


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
        with contextlib.suppress(Ended, Killed):  # the case meets it again, and tells it
            marks = session.client(device).play(script)
            left = script.answers.get(marks)
            if isinstance(left, Left):
                session.evidence.relive(left.experiments)
                for note in left.notes:
                    session.note(note)
                return True, time.monotonic() - started
        return False, time.monotonic() - started

    def learn(self, session: Session, case: str, device: str, recording: Recording | None) -> None:
        """Keeps how a case was passed that has just run."""
        if recording is None or not recording.whole or not recording.requests:
            return
        key = (case, device, session.seed, session.thorough)
        script = self.scripts.get(key)
        requests = tuple(recording.requests)
        if script is None and len(self.scripts) < MOST_SCRIPTS:
            script = self.scripts[key] = Script(requests)
        if script is not None and script.requests == requests:
            own = session.evidence.of(session.evidence.case)
            experiments = tuple(e for e in own if e.seed == session.seed)
            script.keep(tuple(recording.marks), Left(experiments, tuple(session.noted)))
