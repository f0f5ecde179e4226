"""The grader of a course: owns the processes, runs suites over submissions.

The template of all workers is forked when a `Grader` is made, before any suite, reference or wrong
is opened; what opens them is imported after that. In a process that has opened one the template is
a fresh interpreter instead, at the cost of importing torch once more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from grader.catalog import Course, Exercise
from grader.cores import cores
from grader.grading.wishes import PRACTICE, Wishes
from grader.opened import secrets_opened
from grader.report import Report
from grader.submission import Handed
from grader.worker.preload import import_torch

if TYPE_CHECKING:
    from grader.grading.batch import Batch
    from grader.suite.trails import Trails


AWAKE = 0.0005  # seconds; most answers are there by then


class Grader:
    """Grades submissions of one course.

    Args:
        course: whose secret folders no worker may see.
        off: layers of isolation switched off, to test how the rest degrades.
        lean: import less of torch, for a process that ends after a check or two.
        eager: somebody waits for the report: with a core for each, this process and the worker stay
            awake while the other one works. Not where several grade side by side.

    Raises Fault when no worker can be started.
    """

    def __init__(
        self,
        course: Course,
        off: frozenset[str] = frozenset(),
        lean: bool = False,
        eager: bool = False,
    ) -> None:
        import_torch(lean)
        from grader.worker.isolation import readable_folders
        from grader.worker.launch import best_launcher
        from grader.worker.main import Confinement
        from grader.worker.spare import SpareLauncher

        secret = tuple(str(path) for path in course.secret)
        giving_way = hasattr(os, "sched_getaffinity")  # as `os.sched_yield`: one comes with both
        awake = AWAKE if eager and giving_way and cores() > 1 else 0.0
        rules = Confinement(readable_folders(secret), secret, awake=awake, off=off)
        self.course = course
        self.launcher = SpareLauncher(best_launcher(rules, clean=not secrets_opened()))

    def check(self, exercise: Exercise, handed: Handed, wishes: Wishes = PRACTICE) -> Report:
        """The report on one submission.

        Raises Fault when the suite cannot be run at all.
        """
        return self.check_all(exercise, [handed], wishes)[0]

    def check_all(
        self,
        exercise: Exercise,
        submissions: Iterable[Handed],
        wishes: Wishes = PRACTICE,
        done: Callable[[Report], None] | None = None,
    ) -> list[Report]:
        """The reports on many submissions of one exercise, in order; ``done`` hears each at once.

        Raises Fault when the suite cannot be run at all.
        """
        reports: list[Report] = []

        def hear(report: Report) -> None:
            reports.append(report)
            if done is not None:
                done(report)

        self.check_each(exercise, submissions, wishes, hear)
        return reports

    def check_each(
        self,
        exercise: Exercise,
        submissions: Iterable[Handed],
        wishes: Wishes,
        done: Callable[[Report], None],
        trails: Trails | None = None,
    ) -> None:
        """Tells ``done`` of each report, and holds none: memory is that of one submission.

        ``trails``: ways to fail that are known of this exercise with these wishes; it grows.

        Raises Fault when the suite cannot be run at all.
        """
        batch = self.batch(exercise, wishes, done, trails=trails)
        self.launcher.prepare()  # it confines itself while the suite is collected
        try:
            batch.run(submissions)
        finally:
            batch.close()

    def batch(
        self,
        exercise: Exercise,
        wishes: Wishes = PRACTICE,
        done: Callable[[Report], None] | None = None,
        early: Callable[[Report], None] | None = None,
        trails: Trails | None = None,
    ) -> Batch:
        """A run of the suite yet to be started, for a caller that has to reach into it."""
        for name in exercise.settings.preload:
            self.launcher.preload(name)
        if exercise.settings.bans:
            self.launcher.preload("bans", *exercise.settings.bans)
        self.launcher.memory = exercise.settings.memory
        from grader.grading.batch import Batch  # while the template does that

        return Batch(self.launcher, exercise, wishes, done, early, trails)

    def close(self) -> None:
        """Ends all processes that were started."""
        self.launcher.close()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
