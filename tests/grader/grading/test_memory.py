"""Memory is flat in the number of submissions: counted in objects, so that no clock matters."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator

from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Submission
from grader.submission import Handed

GRADED = Wishes("cpu", policy="graded")
WRONG = "def double(x):\n    return x\n"
MOST = 8  # objects of all kinds; one case of one submission, kept by pytest, has a dozen


def kinds() -> Counter[str]:
    """The objects that are alive, by their type."""
    gc.collect()
    return Counter(type(each).__qualname__ for each in gc.get_objects())


def growth(before: Counter[str], after: Counter[str], count: int) -> dict[str, float]:
    """What was added for each of so many submissions."""
    return {name: number / count for name, number in (after - before).items()}


def test_a_submission_more_in_one_collection_leaves_nothing(grader: Grader, right: str) -> None:
    seen: list[Counter[str]] = []

    def submissions() -> Iterator[Handed]:
        for number in range(15):
            if number in (4, 14):
                seen.append(kinds())
            text = f"{WRONG if number % 3 else right}# {number}\n"
            yield Handed(text, Submission("01_double.py", str(number)))

    exercise = grader.course.find("01_double")
    grader.check_each(exercise, submissions(), GRADED, lambda report: None)
    found = growth(*seen, 10)
    assert sum(found.values()) < MOST, found


def test_a_collection_more_leaves_nothing(grader: Grader, right: str) -> None:
    exercise = grader.course.find("01_double")
    seen: list[Counter[str]] = []
    for number in range(10):
        if number in (3, 9):
            seen.append(kinds())
        handed = Handed(f"{right}# {number}\n", Submission("01_double.py", str(number)))
        grader.check_each(exercise, [handed], GRADED, lambda report: None)
    found = growth(*seen, 6)
    assert sum(found.values()) < MOST, found
