"""`learn update`: a newer course, what is said of it, and the passes that stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.grading.grader import Grader
from grader.progress.kept import events_of
from grader.progress.standing import Status, current, standings

Learn = Callable[..., Any]


@pytest.fixture
def newer(grader: Grader) -> Iterator[Callable[[str, str], None]]:
    """Adds a line to a file of the course, for one test."""
    before: dict[Path, bytes] = {}

    def add(name: str, line: str) -> None:
        path = grader.course.root / name
        before.setdefault(path, path.read_bytes())
        path.write_bytes(path.read_bytes() + f"\n{line}\n".encode())

    yield add
    for path, data in before.items():
        path.write_bytes(data)


def test_an_untouched_stub_is_replaced_and_undo_brings_it_back(
    learn: Learn, mine: Path, newer: Callable[[str, str], None]
) -> None:
    old = (mine / "01_double.py").read_bytes()
    (mine / "02_counter.py").write_text("mine = 1\n")
    newer("exercises/01_double.py", "# better")
    newer("exercises/02_counter.py", "# better")
    said = learn("update")
    assert said.code == 0
    assert "  replaced   exercises/01_double.py" in said.out
    assert "exercises/02_counter.py.new" in said.out
    assert (mine / "02_counter.py").read_text() == "mine = 1\n"
    learn("undo")
    assert (mine / "01_double.py").read_bytes() == old


def test_what_was_passed_is_checked_again_where_its_checks_changed(
    learn: Learn, mine: Path, right: str, newer: Callable[[str, str], None]
) -> None:
    (mine / "01_double.py").write_text(right)
    learn("check", "01")
    assert "checked again" not in learn("update").out
    newer("tests/01_double.py", "# the same checks, but for this line")
    said = learn("update")
    assert "01 Double a tensor   passes the new checks too" in said.out
    assert "checked again" not in learn("update").out  # once is enough


def test_a_pass_is_never_taken_away(
    learn: Learn, mine: Path, right: str, newer: Callable[[str, str], None], grader: Grader
) -> None:
    (mine / "01_double.py").write_text(right)
    learn("check", "01")
    slugs = [e.slug for e in grader.course.exercises]
    at = current(slugs, events_of(mine.parent))
    newer(
        "tests/01_double.py",
        "def test_more(submission):\n    with submission.raises(ValueError):\n        submission.double(1)\n",
    )
    said = learn("update")
    assert said.code == 0
    flat = " ".join(said.out.split())
    assert "01 Double a tensor your pass stays, but the new checks find:" in flat
    assert "(learn check 01)" in flat
    events = events_of(mine.parent)
    assert standings(events)["01_double"].status is Status.PASSED
    assert current(slugs, events) == at


def test_a_pass_whose_file_is_the_stub_again_stays_a_pass(
    learn: Learn, mine: Path, right: str, newer: Callable[[str, str], None]
) -> None:
    (mine / "01_double.py").write_text(right)
    learn("check", "01")
    learn("reset", "01")
    newer("tests/01_double.py", "# changed")
    flat = " ".join(learn("update").out.split())
    assert "your pass stays; what is in the file now cannot be run: not started" in flat
    (mine / "01_double.py").write_text("from exercises import nothing\n")
    assert learn("update").code == 0
    assert standings(events_of(mine.parent))["01_double"].status is Status.PASSED


def test_no_check_leaves_that_out(
    learn: Learn, mine: Path, right: str, newer: Callable[[str, str], None]
) -> None:
    (mine / "01_double.py").write_text(right)
    learn("check", "01")
    newer("tests/01_double.py", "# changed")
    assert "checked again" not in learn("update", "--no-check").out


def test_a_file_that_cannot_be_read_is_exit_2_and_said(learn: Learn, mine: Path) -> None:
    (mine / "01_double.py").unlink()
    (mine / "01_double.py").symlink_to("/etc/hosts")
    said = learn("update")
    assert said.code == 2
    assert "is a link" in said.out
