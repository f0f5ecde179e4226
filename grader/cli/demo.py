"""`learn demo`: the untouched stub, a typical mistake and the reference of one exercise."""

from __future__ import annotations

import hashlib

import click

from grader.catalog import bundled_course
from grader.cli.check import show
from grader.cli.waiting import Waiting
from grader.errors import CourseError
from grader.grading.at_once import at_once
from grader.grading.grader import Grader
from grader.practice import Checked
from grader.report import Submission
from grader.submission import Handed, read

EXERCISE = "03_matmul"
MISTAKE = "keeps_only_the_last_product"


@click.command("demo", short_help="See the three screens: not started, a mistake, passed.")
@click.option("--plain", is_flag=True, help="No colour.")
def command(plain: bool) -> int:
    """See what a check says to an untouched file, to a mistake, and to a right answer."""
    course = bundled_course()
    exercise = course.find(EXERCISE)
    shown = f"exercises/{exercise.slug}.py"
    with Waiting(plain), Grader(course, lean=True) as grader:
        # Opened only now: nothing secret may be in memory when the workers' template is made.
        from grader.suite.reference import as_submission

        untouched = at_once(exercise, read(exercise.stub, shown))
        if untouched is None:
            raise CourseError(f"{exercise.stub} is no untouched stub")
        wrong = exercise.wrongs[0].with_name(f"{MISTAKE}.py")
        answers = {
            "2. A typical mistake": as_submission(exercise.reference, wrong),
            "3. The right answer": exercise.reference.read_text("utf-8"),
        }
        reports = {
            heading: grader.check(exercise, _handed(text, shown))
            for heading, text in answers.items()
        }
    for heading, report in {"1. An untouched file": untouched, **reports}.items():
        click.echo(f"--- {heading} ---\n")
        show(Checked(report, exercise, following=course.exercises[3]), plain=plain)
        click.echo()
    click.echo(f"Your turn: open {shown}, then type: learn check {exercise.number}")
    expected = [False, False, True]
    return 0 if [untouched.passed, *(r.passed for r in reports.values())] == expected else 3


def _handed(text: str, shown: str) -> Handed:
    return Handed(text, Submission(shown, hashlib.sha256(text.encode()).hexdigest()))
