"""Reports on the bad submissions of a test file, each followed by a right one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.grading.grader import Grader
from grader.render.json_report import from_json, render_json
from grader.report import Case, Report, Verdict
from grader.submission import Handed

Graded = Callable[[str], Report]


@pytest.fixture(scope="module")
def reports(
    request: pytest.FixtureRequest, grader: Grader, hand_in: Callable[[str], Handed], right: str
) -> dict[str, tuple[Report, Report]]:
    """The report on every text of the module's ``BAD``, and on the right one graded after it."""
    bad: dict[str, str] = request.module.BAD
    found: dict[str, tuple[Report, Report]] = {}
    for number in sorted(set(bad.values())):
        texts = [text for text, own in bad.items() if own == number]
        both = [hand_in(each) for text in texts for each in (text, right)]
        made = iter(grader.check_all(grader.course.find(number), both))
        found |= {text: (next(made), next(made)) for text in texts}
    return found


@pytest.fixture
def graded(reports: dict[str, tuple[Report, Report]]) -> Graded:
    """What a learner reads about a bad submission; the right one after it passed."""

    def of(text: str) -> Report:
        bad, after = reports[text]
        assert after.passed, after
        assert not bad.faults, bad.faults
        return from_json(render_json(bad))

    return of


@pytest.fixture
def first(graded: Graded, clear: Callable[[Case], Case]) -> Callable[[str], Case]:
    """The first case, which did not pass and on which the others wait."""

    def of(text: str) -> Case:
        report = graded(text)
        assert [case.verdict for case in report.cases[1:]] == 3 * [Verdict.SKIPPED]
        assert report.points == 0
        return clear(report.cases[0])

    return of
