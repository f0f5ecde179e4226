"""Naming the mistake: which known wrong does what the learner's code did, experiment by experiment.

A wrong counts only where it reproduces the learner's doings and differs from the reference by far
more than it differs from the learner. What it does in other cases must fit too. Wrongs that cannot
be told apart are one family with one sentence; when two families are left, none is shown.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from grader.suite.clock import OutOfTime, limited, spent
from grader.suite.compare import compare
from grader.suite.evidence import Experiment, Seen
from grader.suite.failure import Failure
from grader.suite.likeness import FAR, distance
from grader.suite.proxy import Submission
from grader.suite.reference import Reference
from grader.suite.rehearsal import Rehearsable, rehearse
from grader.suite.session import Session
from grader.suite.variants import doubled
from grader.worker.client import Ended

BUDGET = 3.0  # seconds of the processor for all wrongs together
EACH = 0.5  # for one wrong in one experiment
NEAR = {True: 1e-4, False: 1e-9}  # how near is the same, in single precision and in double
NEARER = {True: 1e-5, False: 1e-10}  # where `agree` has a bound of its own for what is farther
RATIO = 0.05  # of the mistake's own size
MOST_TRIED = 6  # experiments of the failing case that are tried, the last one first
MOST_REPLAYED = 80  # calls that a wrong which remembers is put through again
MOST_CASES = 3  # further cases whose experiments must fit
A_CASE = 4  # experiments of each of them
# What these say is about a name that is mistyped, never about the lesson.
TYPING = frozenset({"NameError", "UnboundLocalError", "ImportError",
                    "ModuleNotFoundError", "SyntaxError", "NotImplementedError"})  # fmt: skip

Wrong = tuple[str, Reference]  # its sentence, and its code


@dataclass
class Naming:
    """The wrongs that do what the learner did in the case that failed."""

    session: Session
    case: str
    wrongs: list[Wrong] = field(default_factory=list)
    key: str = ""
    answers: bool = False  # the answer itself is wrong, so that nothing else of a call matters
    asked: int = 0
    confirmed: bool = False  # by a second case that the learner fails as they do
    refuted: bool = False  # by the last case that was asked about
    last: float = 0.0

    def look(self) -> None:
        """Finds them on the failing case's own inputs; drops those that do not fit elsewhere."""
        for experiment in reversed(self.session.evidence.of(self.case)[-MOST_TRIED:]):
            if experiment.seen.error in TYPING:
                return
            self.wrongs = self._same(experiment, self.session.wrongs)
            if self.wrongs:
                self.key = experiment.key
                break
        for experiment in self._others() if self.wrongs else ():
            self._narrow(experiment)
        self._confirm()
        if not self.wrongs:
            self.key = ""
            self._replay()
        for experiment in self.session.evidence.experiments[::-1]:
            if self.torn:
                self._narrow(experiment)

    def _replay(self) -> None:
        """Finds a wrong that remembers: put through all calls so far, it does what was seen."""
        so_far = self.session.evidence.until(self.case)
        for wrong in self.session.forgetful() if len(so_far) <= MOST_REPLAYED else ():
            plays = [self._play(experiment, wrong[1]) for experiment in so_far]
            pairs = list(zip(so_far, plays, strict=True))
            if pairs and all(self._near(experiment, theirs) for experiment, theirs in pairs):
                last, theirs = pairs[-1]
                right = self._play(last, self.session.reference)
                if theirs is not None and right is not None and distance(theirs, right) > 0:
                    self.wrongs.append(wrong)

    @property
    def sentences(self) -> list[str]:
        """What they say, each sentence once."""
        return list(dict.fromkeys(sentence for sentence, _ in self.wrongs))

    @property
    def torn(self) -> bool:
        """Whether more than one sentence is left."""
        return len(self.sentences) > 1

    def _narrow(self, experiment: Experiment) -> None:
        """Keeps those that fit this experiment too.

        What the learner gets right, the mistake must get right. Where the learner fails, it counts
        against a wrong only when it tells several apart: there may be two mistakes.
        """
        fitting = self._fitting(experiment)
        if len(fitting) < len(self.wrongs) and (fitting or self._right(experiment)):
            self.wrongs = fitting

    def _confirm(self) -> None:
        """Drops those that fit less than half of what else failed about the same entry.

        A single case may agree with a mistake by accident: a sum is three times a mean of three.
        """
        other = [e for e in self._others() if e.case != self.case and not self._right(e)]
        if self.key and other and self.wrongs:
            fitting = [self._fitting(experiment) for experiment in other]
            self.wrongs = [
                w for w in self.wrongs if 2 * sum(w in found for found in fitting) >= len(other)
            ]
            self.confirmed = True

    def doubt(self, experiments: list[Experiment]) -> None:
        """Asks the learner's code in another case where the mistake shows, unless one is known."""
        for experiment in experiments:
            if self.sure or experiment.key != self.key or experiment.case == self.case:
                continue
            theirs = self._play(experiment, self.wrongs[0][1])
            right = self._play(experiment, self.session.reference)
            if theirs is None or right is None or self.asked >= MOST_CASES:
                continue
            if distance(self._looked(theirs), self._looked(right)) > NEAR[experiment.single]:
                self.asked += 1
                for answered in self._ask(experiment):
                    fitting = self._fitting(answered)
                    self.wrongs = fitting or self.wrongs
                    self.confirmed = bool(fitting)
                    self.refuted = not fitting

    @property
    def sure(self) -> bool:
        """Whether there is nothing left to be asked: two cases agree, or no wrong is left."""
        return self.confirmed or not self.wrongs or not self.key

    def tell_apart(self, experiments: list[Experiment]) -> bool:
        """Asks the learner's code where those that are left differ; whether they are alike here."""
        alike = True
        for experiment in experiments:
            if not self.torn or self._alike(experiment):
                continue
            alike = False
            if self.asked < MOST_CASES:
                self.asked += 1
                for answered in self._ask(experiment):
                    self._narrow(answered)
        return alike

    def _ask(self, experiment: Experiment) -> list[Experiment]:
        """What the learner's code does in an experiment that was rehearsed, as of its case."""
        device, evidence = self.case.rpartition("@")[2], self.session.evidence
        before, evidence.case = len(evidence.experiments), experiment.case
        with contextlib.suppress(Ended), self.session.asking(device, experiment.seed):
            experiment.ask(Submission(self.session, device), experiment.inputs)
        answers = evidence.experiments[before:]
        for answered in answers:
            answered.judged = experiment.judged
        return answers

    def _others(self) -> list[Experiment]:
        """Experiments of the same entry: the case's own, then some of others, failed ones first."""
        all_of = [e for e in self.session.evidence.experiments if e.key == self.key]
        cases = dict.fromkeys(e.case for e in all_of if e.case != self.case)
        failed = self.session.evidence.failed
        chosen = [self.case, *sorted(cases, key=lambda c: c not in failed)[:MOST_CASES]]
        return [e for case in chosen for e in _spread([e for e in all_of if e.case == case])]

    def _looked(self, seen: Seen) -> Seen:
        return seen.answer if self.answers else seen

    def _fitting(self, experiment: Experiment) -> list[Wrong]:
        return [w for w in self.wrongs if self._near(experiment, self._play(experiment, w[1]))]

    def _right(self, experiment: Experiment) -> bool:
        return self._near(experiment, self._play(experiment, self.session.reference))

    def _same(self, experiment: Experiment, wrongs: Iterable[Wrong]) -> list[Wrong]:
        """The wrongs that do the same here, and not what the reference does."""
        right, mine = self._play(experiment, self.session.reference), experiment.seen
        near = NEAR[experiment.single]
        self.answers = right is None or distance(mine.answer, right.answer) > near
        found = []
        for sentence, code in wrongs:
            theirs = self._play(experiment, code)
            if theirs is None:
                continue
            between = distance(self._looked(mine), self._looked(theirs))
            far = FAR if right is None else distance(self._looked(theirs), self._looked(right))
            if experiment.judged is None or theirs.error or mine.error:
                fits = between <= near
            else:
                nearer = between <= NEARER[experiment.single]
                fits = nearer or (between < FAR and self._judged(experiment, theirs, code))
            if fits and far > 0 and between <= RATIO * far:
                found.append((sentence, code))
        return found

    def _near(self, experiment: Experiment, theirs: Seen | None) -> bool:
        if theirs is None:
            return False
        between = distance(self._looked(experiment.seen), self._looked(theirs))
        return between <= NEAR[experiment.single]

    def _judged(self, experiment: Experiment, theirs: Seen, code: Reference) -> bool:
        """Whether `agree` itself would call the learner's answer equal to this one."""
        exact = self._play(experiment, code, double=True)
        if exact is None or exact.error:
            return False
        assert experiment.judged is not None
        with contextlib.suppress(Failure, TypeError, ValueError, IndexError, KeyError):
            compare(experiment.seen.value, theirs.value, exact.value, experiment.judged())
            return True
        return False

    def _play(self, experiment: Experiment, code: Any, double: bool = False) -> Seen | None:
        """What a code does; None where it takes too long to know."""
        started = spent()
        if started > self.last:
            raise OutOfTime
        try:
            with limited(EACH):
                return experiment.play(code, doubled) if double else experiment.play(code)
        except OutOfTime:
            return None
        finally:  # a library that had to be imported costs nobody else's time
            self.last += max(0.0, spent() - started - EACH)

    def _alike(self, experiment: Experiment) -> bool:
        """Whether those that are left do the same as each other."""
        first, *rest = [self._play(experiment, code) for _, code in self.wrongs]
        near = NEAR[experiment.single]
        return first is not None and all(
            other is not None and distance(first, other) <= near for other in rest
        )


def name(session: Session, case: str, cases: Iterable[Rehearsable]) -> str:
    """The sentence of the one family of wrongs that does what the learner's code did; else empty.

    When the time runs out there is none: half a list could name the wrong one.

    Args:
        session: with the evidence.
        case: that failed, as the evidence calls it: its name, @, the device.
        cases: of the suite, to rehearse them.
    """
    naming = Naming(session, case, last=spent() + BUDGET)
    alike: list[bool] = []  # in each case that was rehearsed
    try:
        naming.look()
        for found in rehearse(session, cases):
            if naming.sure and not naming.torn:
                break
            alike.append(naming.tell_apart(found))
            naming.doubt(found)
    except OutOfTime:
        if naming.torn or not naming.key:
            return ""
    family = bool(alike) and all(alike)
    if not naming.wrongs or naming.refuted or (naming.torn and not family):
        return ""
    return naming.sentences[0]


def _spread(items: list[Experiment]) -> list[Experiment]:
    """At most a few of them, from last to first."""
    step = max(1, -(-len(items) // A_CASE))
    return items[::-1][::step]
