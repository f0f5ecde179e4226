"""`learn demo`: the untouched stub, a typical mistake and the reference of one exercise."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from grader.catalog import Course, Exercise
from grader.cli.check import show
from grader.cli.course import chosen_course
from grader.cli.waiting import Waiting
from grader.errors import CourseError
from grader.grading.at_once import at_once
from grader.grading.grader import Grader
from grader.practice import Checked
from grader.report import Submission
from grader.submission import Handed, read


@click.command("demo", short_help="See the three screens: not started, a mistake, passed.")
@click.option("--plain", is_flag=True, help="No colour.")
def command(plain: bool) -> int:
    """See what a check says to an untouched file, to a mistake, and to a right answer."""
    course = chosen_course()
    with Waiting(plain), Grader(course, lean=True, eager=True) as grader:
        # Opened only now: nothing secret may be in memory when the workers' template is made.
        from grader.suite.reference import as_submission

        exercise, wrong = _example(course)
        shown = f"exercises/{exercise.slug}.py"
        untouched = at_once(exercise, read(exercise.stub, shown))
        if untouched is None:
            raise CourseError(f"{exercise.stub} is no untouched stub")
        answers = {
            "2. A typical mistake": as_submission(exercise.reference, wrong),
            "3. The right answer": exercise.reference.read_text("utf-8"),
        }
        reports = {
            heading: grader.check(exercise, _handed(text, shown))
            for heading, text in answers.items()
        }
    following = next((e for e in course.exercises if e.slug > exercise.slug), None)
    for heading, report in {"1. An untouched file": untouched, **reports}.items():
        click.echo(f"--- {heading} ---\n")
        show(Checked(report, exercise, following=following), plain=plain)
        click.echo()
    click.echo(f"Your turn: open {shown}, then type: learn check {exercise.number}")
    expected = [False, False, True]
    return 0 if [untouched.passed, *(r.passed for r in reports.values())] == expected else 3


def _example(course: Course) -> tuple[Exercise, Path]:
    """The exercise and the wrong that the course's tests/demo.txt names; else its first wrong.

    Raises CourseError when there is none.
    """
    chosen = course.root / "tests" / "demo.txt"
    if chosen.is_file():
        slug, _, name = chosen.read_text("utf-8").strip().partition(" ")
        wrongs = [(e, w) for e in course.exercises if e.slug == slug for w in e.wrongs]
        found = [(e, w) for e, w in wrongs if w.stem == name.strip()]
        if not found:
            raise CourseError(f"{chosen} names no wrong of this course", repr(f"{slug} {name}"))
        return found[0]
    for exercise in course.exercises:
        if exercise.wrongs:
            return exercise, exercise.wrongs[0]
    raise CourseError("there is nothing to show yet", f"{course.root} has no tests/wrong/*/*.py")


def _handed(text: str, shown: str) -> Handed:
    return Handed(text, Submission(shown, hashlib.sha256(text.encode()).hexdigest()))
