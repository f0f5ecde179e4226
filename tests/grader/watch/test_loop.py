"""`learn watch` as a learner has it: keys, saves, ends, in the real program on a terminal."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.progress.events import Event, Kind
from grader.progress.kept import events_of
from grader.progress.store import Progress

RIGHT = """\
def double(x):
    if isinstance(x, str):
        raise TypeError(f"{x!r} cannot be doubled")
    return x * 2
"""
WRONG = RIGHT.replace("x * 2", "x + 2")
BROKEN = "def double(x:\n"
SPINS = "def double(x):\n    while True:\n        pass\n"

Start = Callable[..., Any]


def attempts(watched: Any) -> list[Event]:
    watched.press("l")  # what came before this key is done when its screen is there
    watched.until("any key back")
    watched.press(" ")
    workspace = watched.root
    found = [e for e in events_of(workspace) if e.kind is Kind.ATTEMPT]
    return [event for event in found if event.data["started"]]


@pytest.fixture
def watched(on_terminal: Start) -> Any:
    """A watch of 01, whose file is the untouched stub."""
    watched = on_terminal("watch", "01")
    watched.until("01 Double a tensor", "not started", "watching exercises/01_double.py")
    return watched


def passed(watched: Any) -> Any:
    watched.path().write_text(RIGHT)
    watched.until("passed", "d diff", "watching")
    return watched


# --------------------------------------------------------------------------- saves


def test_a_save_is_answered_and_the_next_one_too(watched: Any) -> None:
    watched.path().write_text(WRONG)
    shown = watched.until("FAIL", "watching")
    assert "looks like: You add 2" in shown
    assert "attempt 1" in shown
    watched.path().write_text(RIGHT)
    assert "1 attempt before this" in watched.until("passed", "watching")
    assert [event.data["passed"] for event in attempts(watched)] == [False, True]


def test_the_screen_comes_before_pytorch_and_says_that_it_starts(
    on_terminal: Start, workspace: Path
) -> None:
    (workspace / "exercises" / "01_double.py").write_text(RIGHT)
    watched = on_terminal("watch", "01")
    watched.until("01 Double a tensor", "starting PyTorch ...", without="passed")
    watched.until("passed")


def test_a_save_by_rename_is_seen(watched: Any) -> None:
    fresh = watched.path().with_name("01_double.py.swp")
    fresh.write_text(WRONG)
    fresh.replace(watched.path())
    watched.until("FAIL", "watching")
    fresh.write_text(RIGHT)
    watched.path().unlink()  # as editors do that move the old file out of the way first
    fresh.rename(watched.path())
    watched.until("passed", "watching")


def test_two_saves_while_a_check_runs_give_the_verdict_of_the_newest_alone(watched: Any) -> None:
    watched.path().write_text(SPINS)
    watched.until("checking your last save ...")
    watched.path().write_text(WRONG)
    watched.path().write_text(RIGHT)
    watched.until("passed", "watching")
    assert [event.data["passed"] for event in attempts(watched)] == [True]


def test_a_check_that_runs_is_called_off_by_the_next_save(watched: Any) -> None:
    watched.path().write_text(SPINS)
    watched.until("checking your last save ...")
    watched.path().write_text(BROKEN)
    watched.until("SyntaxError in line 1", "watching")
    watched.path().write_text(RIGHT)
    watched.until("passed", "watching")
    assert len(attempts(watched)) == 1


def test_a_syntax_error_in_mid_typing_is_answered_and_is_no_attempt(watched: Any) -> None:
    watched.path().write_text(BROKEN)
    watched.until("SyntaxError in line 1", "watching")
    watched.path().write_text(RIGHT)
    watched.until("passed", "passed at the first attempt", "watching")
    assert len(attempts(watched)) == 1


def test_a_save_that_changes_nothing_is_no_attempt(watched: Any) -> None:
    passed(watched)
    watched.path().write_text(RIGHT)
    watched.press("r")
    watched.until("passed before; 1 check since", "watching")
    assert len(attempts(watched)) == 2


def test_a_deleted_file_is_said_and_the_watch_goes_on_when_it_is_back(watched: Any) -> None:
    watched.path().unlink()
    shown = watched.until("waiting for exercises/01_double.py to come back")
    assert "there is no file exercises/01_double.py" in shown
    watched.path().write_text(RIGHT)
    watched.until("passed", "watching")


def test_a_folder_in_the_files_place_is_said(watched: Any) -> None:
    watched.path().unlink()
    watched.path().mkdir()
    watched.until("exercises/01_double.py is a folder")
    watched.path().rmdir()
    watched.path().write_text(RIGHT)
    watched.until("passed", "watching")


def test_polling_reads_the_file_where_its_times_do_not_change(on_terminal: Start) -> None:
    watched = on_terminal("watch", "01", "--poll")
    watched.until("not started")
    watched.path().write_text(RIGHT)
    watched.until("passed", "watching")


# --------------------------------------------------------------------------- keys


def test_h_shows_one_hint_more_each_time_and_records_it(watched: Any, workspace: Path) -> None:
    watched.press("h")
    watched.until("hint 1 of 2", "Which number?")
    watched.press("h")
    watched.until("hint 2 of 2", "x + x")
    watched.press("h")
    watched.until("hint 2 of 2")
    hints = [e.data["number"] for e in events_of(workspace) if e.kind is Kind.HINT]
    assert hints == [1, 2]


def test_l_lists_and_any_key_goes_back(watched: Any) -> None:
    watched.press("l")
    shown = watched.until("02  Count what was seen", "any key back")
    assert "> 01  Double a tensor" in shown
    watched.press(" ")
    watched.until("not started")


def test_r_runs_again(watched: Any) -> None:
    passed(watched)
    watched.press("r")
    watched.until("passed before; 1 check since", "watching")


def test_n_moves_on_after_a_pass_and_not_before(watched: Any) -> None:
    watched.press("n")
    watched.until("01 is not passed yet", "learn skip 01")
    passed(watched)
    watched.press("n")
    watched.until("02 Count what was seen", "not started", "watching exercises/02_counter.py")


def test_an_exercise_that_is_moved_to_is_graded_by_its_own_suite(watched: Any, toy: Any) -> None:
    passed(watched).press("n")
    watched.until("02 Count what was seen", "not started")
    watched.path("02_counter").write_text(toy.find("02").reference.read_text())
    watched.until("02 Count what was seen", "passed", "watching")


def test_n_after_the_last_exercise_says_what_is_left(on_terminal: Start, workspace: Path) -> None:
    with Progress(workspace) as progress:
        for slug in ("01_double", "02_counter"):
            progress.add(Event(Kind.ATTEMPT, slug, {"passed": True, "started": True}))
    watched = on_terminal()
    watched.until("03 Double a tensor", "not started")
    watched.path("03_hasty").write_text(RIGHT)
    watched.until("passed", "watching")
    watched.press("n")
    watched.until("all 3 exercises passed", "learn check --all")


def test_d_shows_the_difference_to_the_solution_once_passed(watched: Any) -> None:
    watched.press("d")
    watched.until("the solution is unlocked when you pass")
    passed(watched).press("d")
    shown = watched.until("any key back", "@@")
    assert "solution of 01" in shown
    watched.press(" ")
    watched.until("passed", "watching")


def test_x_asks_and_then_puts_the_stub_back(watched: Any, toy: Any) -> None:
    passed(watched).press("x")
    watched.until("put the stub of 01 back?")
    watched.press("n")
    watched.until("nothing was reset")
    assert watched.path().read_text() == RIGHT
    watched.press("x")
    watched.until("put the stub of 01 back?")
    watched.press("y")
    watched.until("not started")
    assert watched.path().read_bytes() == toy.find("01").stub.read_bytes()


def test_o_opens_the_file_in_an_editor_that_is_not_waited_for(
    on_terminal: Start, tmp_path: Path
) -> None:
    opened = tmp_path / "opened"
    editor = tmp_path / "code"
    editor.write_text(f'#!/bin/sh\necho "$@" > {opened}.part; mv {opened}.part {opened}; sleep 5\n')
    editor.chmod(0o755)
    watched = on_terminal("watch", "01", VISUAL=str(editor))
    watched.until("not started")
    watched.press("o")
    watched.until("opened in code")
    assert "01_double.py" in opened.read_text()
    passed(watched)


def test_an_editor_that_wants_the_terminal_is_refused(on_terminal: Start, tmp_path: Path) -> None:
    editor = tmp_path / "vim"
    editor.write_text("#!/bin/sh\n")
    editor.chmod(0o755)
    watched = on_terminal("watch", "01", EDITOR=str(editor))
    watched.until("not started")
    watched.press("o")
    watched.until("vim runs in the terminal, which is not free here")


def test_auto_next_moves_on_by_itself(on_terminal: Start) -> None:
    watched = on_terminal("watch", "01", "--auto-next")
    watched.until("not started")
    watched.path().write_text(RIGHT)
    watched.until("01 Double a tensor", "passed")
    watched.until("02 Count what was seen", "not started")


def test_q_ends_with_the_terminal_as_it_was_and_no_process_left(
    watched: Any, all_gone: Callable[[set[int]], bool]
) -> None:
    passed(watched)
    family = watched.family()
    assert len(family) > 2  # the grading process, its template
    watched.press("q")
    assert watched.ends() == 0
    assert watched.is_restored()
    assert all_gone(family)


# --------------------------------------------------------------------------- ends


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)],
)
def test_a_signal_ends_it_with_the_terminal_as_it_was_and_no_process_left(
    watched: Any, all_gone: Callable[[set[int]], bool], number: int, code: int
) -> None:
    watched.path().write_text(SPINS)
    watched.until("checking your last save ...")
    family = watched.family()
    watched.child.kill(number)
    assert watched.ends() == code
    assert watched.is_restored()
    assert all_gone(family)


def test_ctrl_c_ends_it_while_pytorch_is_starting(
    on_terminal: Start, workspace: Path, all_gone: Callable[[set[int]], bool]
) -> None:
    (workspace / "exercises" / "01_double.py").write_text(RIGHT)
    watched = on_terminal("watch", "01")
    watched.until("starting PyTorch ...")
    family = watched.family()
    watched.press("\x03")
    assert watched.ends() == 130
    assert watched.is_restored()
    assert all_gone(family)


def test_a_kill_leaves_no_process_behind(
    watched: Any, all_gone: Callable[[set[int]], bool]
) -> None:
    watched.path().write_text(SPINS)
    watched.until("checking your last save ...")
    family = watched.family()
    watched.child.kill(signal.SIGKILL)
    assert watched.ends() == -signal.SIGKILL
    assert all_gone(family)


def test_a_grading_process_that_dies_is_said_and_started_again(watched: Any) -> None:
    passed(watched)
    watched.path().write_text(SPINS)
    watched.until("checking your last save ...")
    grading = min(watched.family() - {watched.child.pid})
    os.kill(grading, signal.SIGKILL)
    watched.until("the grader ended in the middle of its work")
    watched.path().write_text(RIGHT + "\n")
    watched.until("passed before; 1 check since", "watching")


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again(on_terminal: Start) -> None:
    watched = on_terminal("--norc", "-i", program="/bin/bash", PS1="$ ")
    watched.press("$LEARN watch 01\n")
    watched.until("not started", "watching")
    watched.press("\x1a")
    watched.child.expect("Stopped")
    watched.press("stty -a | tr ';' '\\n'\n")
    watched.child.expect(r"[^-]icanon.* echo ")
    watched.press("fg\n")
    watched.until("not started", "watching")
    watched.press("l")
    watched.until("any key back")
    watched.press("q")
    watched.child.expect(re.escape("$ "))


def test_a_new_size_is_drawn_for(watched: Any) -> None:
    watched.path().write_text(WRONG)
    watched.until("FAIL", "watching")
    watched.child.setwinsize(20, 100)
    watched.until("more with the arrow keys", "FAIL")
    watched.press("\x1b[B")
    watched.until("more with the arrow keys")
    watched.child.setwinsize(50, 100)
    watched.until("Progress", without="arrow keys")


def test_without_a_terminal_it_says_what_works_instead(learn: Any, workspace: Path,
                                                        monkeypatch: pytest.MonkeyPatch, toy: Any) -> None:  # fmt: skip
    monkeypatch.setattr("grader.cli.place.bundled_course", lambda: toy)
    monkeypatch.chdir(workspace)
    said = learn("watch", "01")
    assert said.code == 2
    assert "learn check 01" in said.err
