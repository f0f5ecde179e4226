"""Every screen of a learner's commands that no other golden text has: states, moves, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grader import __version__
from grader.catalog import Course
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.render.clean import cell_width
from grader.render.look import Look
from grader.workspace import start_workspace

Learn = Callable[..., Any]


class Desk(NamedTuple):
    """A learner's folder and course, and what may have happened to them before a command."""

    root: Path
    course: Course
    enter: Callable[[Path], None]
    right: str

    @property
    def file(self) -> Path:
        return self.root / "exercises" / "01_double.py"

    def keep(self, slug: str, kind: Kind = Kind.ATTEMPT, **data: object) -> None:
        with Progress(self.root) as progress:
            at = 1_700_000_000.0 + 60 * len(progress.events())
            progress.add(Event(kind, slug, {"started": True, **data}, at=at))

    def passes(self, *numbers: str, suite: str = "") -> None:
        for exercise in map(self.course.find, numbers):
            made = {"passed": True, "points": 5, "possible": 5, "devices": {"cpu": True}}
            self.keep(exercise.slug, **made, suite=suite or exercise.digest)

    def policy(self, word: str) -> None:
        (self.course.root / "solutions" / "policy").write_text(word, encoding="utf-8")

    def newer(self, name: str, text: str) -> None:
        path = self.course.root / name
        path.write_text(path.read_text("utf-8") + text, encoding="utf-8")

    def fresh(self) -> None:
        """Nothing."""

    def outside(self) -> None:
        self.enter(self.root.parent)

    def first_passed(self) -> None:
        self.passes("01")

    def first_passed_earlier(self) -> None:
        self.passes("01", suite="of an older course")

    def all_passed(self) -> None:
        self.passes("01", "02", "03")

    def second_tried(self) -> None:
        self.keep("02_counter", passed=False, title="total")
        self.keep("02_counter", Kind.HINT, number=1)

    def given_up(self) -> None:
        self.keep("01_double", Kind.REVEALED)
        self.keep("02_counter", Kind.SKIPPED)
        self.passes("03")

    def typed(self) -> None:
        self.file.write_text("mine = 1\n", encoding="utf-8")

    def answered(self) -> None:
        self.file.write_text(self.right.lstrip(), encoding="utf-8")

    def lost(self) -> None:
        self.file.unlink()

    def damaged(self) -> None:
        (self.root / ".learn" / "progress.db").write_bytes(b"nonsense" * 1000)

    def given_earlier(self) -> None:
        record = self.root / ".learn" / "course.json"
        text = record.read_text("utf-8").replace(f'"{__version__}"', '"0.0.1"')
        record.write_text(text, encoding="utf-8")

    def newer_stubs(self) -> None:
        self.typed()
        self.newer("exercises/01_double.py", "# better\n")
        self.newer("exercises/02_counter.py", "# better\n")

    def newer_checks(self) -> None:
        self.answered()
        self.first_passed_earlier()

    def stricter_checks(self) -> None:
        self.newer_checks()
        raising = "with submission.raises(ValueError):\n        submission.double(1)\n"
        self.newer("tests/01_double.py", f"\ndef test_more(submission):\n    {raising}")


SCREENS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "status": (Desk.fresh, ""),
    "status_tried": (Desk.second_tried, ""),
    "status_done": (Desk.all_passed, ""),
    "status_done_with_gaps": (Desk.given_up, ""),
    "status_outside": (Desk.outside, ""),
    "list_outside": (Desk.outside, "list"),
    "list_done": (Desk.all_passed, "list"),
    "list_newer_checks": (Desk.first_passed_earlier, "list"),
    "init": (Desk.outside, "init"),
    "init_elsewhere": (Desk.outside, "init my-course"),
    "init_over_files": (Desk.lost, "init"),
    "init_after_upgrade": (Desk.given_earlier, "init"),
    "open": (Desk.fresh, "open 01 --line 3"),
    "open_missing": (Desk.lost, "open 01"),
    "open_in_terminal": (Desk.fresh, "open 01 --edit-cmd sh"),
    "check_not_started": (Desk.fresh, "check"),
    "check_all": (Desk.answered, "check --all"),
    "again_not_started": (Desk.first_passed, "again 01"),
    "again_anew": (Desk.typed, "again 01 --anew"),
    "skip_done": (Desk.first_passed, "skip 01"),
    "next_all_done": (Desk.all_passed, "next"),
    "hint_between": (Desk.fresh, "hint 01 -n 2"),
    "hint_too_far": (Desk.fresh, "hint 01 -n 9"),
    "hint_none": (Desk.fresh, "hint 02"),
    "hint_not_kept": (Desk.damaged, "hint 01"),
    "solution_given_up": (Desk.fresh, "solution 01 --give-up --yes"),
    "solution_nobody_to_ask": (Desk.fresh, "solution 01 --give-up"),
    "solution_after_hints": (lambda desk: desk.policy("after-hints"), "solution 01"),
    "solution_never": (lambda desk: desk.policy("never"), "solution 01"),
    "solution_same": (lambda desk: (desk.first_passed(), desk.answered()), "solution 01 --diff"),
    "policy_unknown": (lambda desk: desk.policy("sometimes"), "solution 01"),
    "reset_untouched": (Desk.fresh, "reset 01"),
    "reset_all": (Desk.typed, "reset --all --yes"),
    "reset_all_nobody_to_ask": (Desk.fresh, "reset --all"),
    "undo_nothing": (Desk.fresh, "undo"),
    "history_empty": (Desk.fresh, "history 01"),
    "restore_unknown": (Desk.first_passed, "restore 01@7"),
    "diff_same": (Desk.fresh, "diff 01"),
    "diff_missing": (Desk.lost, "diff 01"),
    "update_nothing_new": (Desk.fresh, "update"),
    "update_beside": (Desk.newer_stubs, "update"),
    "update_passes_again": (Desk.newer_checks, "update"),
    "update_pass_stays": (Desk.stricter_checks, "update"),
    "unknown_exercise": (Desk.fresh, "check nine"),
    "unknown_command": (Desk.fresh, "chek 01"),
    "no_workspace": (Desk.outside, "check"),
    "all_done": (Desk.all_passed, "check"),
    "damaged": (Desk.damaged, "list"),
    "export_nothing": (Desk.fresh, "progress export"),
    "no_show": (Desk.fresh, "show 01"),
    "help": (Desk.fresh, "--help"),
    "completion_help": (Desk.fresh, "completion --help"),
}


@pytest.fixture
def desk(
    make_course: Callable[..., Course], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    learn: Learn, code: Path, right: str,
) -> Desk:  # fmt: skip
    """In a fresh workspace of a course of its own, in which 01 has a third hint."""
    course = make_course()
    suite = course.root / "tests" / "01_double.py"
    suite.write_text(suite.read_text("utf-8").replace('"x + x")', '"x + x", "return x + x")'))
    monkeypatch.setenv("LEARN_COURSE", str(course.root))
    root = tmp_path / "mine"
    start_workspace(course, root)
    monkeypatch.chdir(root)
    return Desk(root, course, monkeypatch.chdir, right)


def _same_everywhere(text: str, folder: Path) -> str:
    """The text without what differs from machine to machine and from day to day."""
    text = text.replace(str(folder), "/home/ada").replace(__version__, "9.9.9")
    return text.replace("[OPTIONS] COMMAND", "[OPTIONS] [COMMAND]")  # as click before 8.2 has it


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_its_golden_text(
    learn: Learn, desk: Desk, golden: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, one_color: None, name: str, width: int, color: bool,
) -> None:  # fmt: skip
    for module in ("cli.screen", "render.look"):
        monkeypatch.setattr(f"grader.{module}.look_of", lambda *_, **__: Look(width, color))
    monkeypatch.setenv("COLUMNS", str(width))
    prepare, command = SCREENS[name]
    prepare(desk)
    said = learn(*command.split())
    text = _same_everywhere(said.out + said.err, tmp_path)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "\x1b" not in (bare if color else text)
    if not said.err:  # errors are the terminal's to break, so that a path can be copied
        assert max(map(cell_width, bare.split("\n"))) <= width
    golden(f"commands/{name}.{width}{'.color' * color}.txt", text)
