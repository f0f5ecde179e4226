"""A folder of repositories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.intake import Intake

FILES = {
    "week-1-ann/.git/config": "[core]\n  fsmonitor = touch /tmp/x\n",
    "week-1-ann/exercises/01_double.py": "a",
    "week-1-ben-b/.git/": "",
    "week-1-ben-b/01_double.py": "b",
    "week-1-ben-b/README.md": "",
    "week-1-cid/.git/": "",
}


def test_the_login_is_what_the_repositories_do_not_share(
    lay: Callable[..., Path], take: Callable[..., Intake], table: Callable[..., object]
) -> None:
    intake = take(lay("clones", FILES))
    assert intake.layouts[0][1] == "a folder of repositories"
    assert table(intake) == [
        ("ann", "01_double", 1, False, "01_double.py"),
        ("ben-b", "01_double", 1, False, "01_double.py"),
    ]
    assert intake.students["ben-b"].ids == (("github", "ben-b"),)
    assert intake.submissions[0].time is None


def test_a_single_repository_keeps_its_whole_name(
    lay: Callable[..., Path], take: Callable[..., Intake]
) -> None:
    one = {name: text for name, text in FILES.items() if "ann" in name}
    assert list(take(lay("clones", one)).students) == ["week-1-ann"]
