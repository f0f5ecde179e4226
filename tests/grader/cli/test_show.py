"""`learn show` as it is typed: on a terminal, in a pipe, without UTF-8, stopped, with bad words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pexpect
import pytest

from grader.catalog import bundled_course
from grader.workspace import start_workspace

CHECKOUT = Path(__file__).resolve().parents[3]
COURSE = bundled_course()
GPT, BIGRAM = (str(COURSE.find(number).reference) for number in ("32", "25"))
NAMES = ("NO_COLOR", "COLUMNS", "CI", "PYTHONIOENCODING")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color", **more}


def on_terminal(*arguments: str) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable, ["-m", "grader.cli", "show", *arguments], env=environment(),
        dimensions=(40, 80), encoding="utf-8", timeout=200,
    )  # fmt: skip


def in_pipe(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "grader.cli", "show", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment(**more), capture_output=True)


def still(shown: str) -> list[str]:
    """The lines as they stand when everything has been printed."""
    lines = []
    shown = re.sub(r"[^\n]*\n(\x1b\[\?25h)?\r?\x1b\[1A\x1b\[2K", "", shown)  # up, and wiped out
    for line in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).split("\n"):
        lines.append(line.rstrip("\r").rpartition("\r")[2])
    return lines


@pytest.fixture(scope="module")
def gpt_in_a_pipe(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """32 in two steps, where only ASCII can be written."""
    folder = tmp_path_factory.mktemp("gpt")
    arguments = ("32", "--file", GPT, "--steps", "2", "--seed", "1", "--plot", "loss.svg")
    done = in_pipe(*arguments, cwd=folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    return done, folder


def test_a_pipe_gets_the_whole_show_and_no_bar(gpt_in_a_pipe: tuple[Any, Path]) -> None:
    done, _ = gpt_in_a_pipe
    assert done.returncode == 0, done
    assert done.stderr == b""
    text = done.stdout.decode("ascii")  # where the terminal has no UTF-8 nothing else is written
    assert "\x1b" not in text
    for said in (
        "your train_gpt gets 2 steps and nine tenths of it",
        "nothing known, 1",
        "what it writes after 'The '",
        "given the first 32 characters, it recites\n    The Zen of Python, by Tim Peters",
        "more steps may help",
        f"the same again: learn show 32 --file {GPT} --steps 2 --seed 1",
    ):
        assert " ".join(said.split()) in " ".join(text.split()), text
    assert re.search(r"\|.*\*", text)  # the curve, in stars


def test_the_curve_is_in_the_file_that_was_asked_for(gpt_in_a_pipe: tuple[Any, Path]) -> None:
    done, folder = gpt_in_a_pipe
    assert b"the curve is in loss.svg" in done.stdout
    assert ElementTree.parse(folder / "loss.svg").getroot().tag.endswith("svg")


def test_a_terminal_has_a_bar_while_it_trains_and_names_in_the_end() -> None:
    child = on_terminal("25", "--file", BIGRAM, "--steps", "40", "--seed", "3")
    shown = child.read()
    child.close()
    assert child.exitstatus == 0, shown
    assert "training" in shown
    assert "40/40" in shown
    lines = still(shown)
    assert not [line for line in lines if "training" in line or "starting" in line]
    assert "how surprised by the next character, in nats (less is better)" in lines
    after = lines[lines.index("emoji that your table invents") + 1]
    assert re.fullmatch(r"    [-A-Z0-9 ()]+", after), after
    assert max(map(len, lines)) <= 80


def test_an_interrupt_ends_the_training_with_130_and_the_cursor_shown() -> None:
    child = on_terminal("32", "--file", GPT, "--steps", "1000000")
    child.expect(r"loss \d")
    child.sendintr()
    rest = child.read()
    child.close()
    assert child.exitstatus == 130, rest
    assert "Traceback" not in rest
    assert "\x1b[?25h" in rest  # the bar hides the cursor while it moves


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A learner's folder, in which they are; writes an answer to 25."""
    start_workspace(COURSE, tmp_path)
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> Path:
        path = tmp_path / "exercises" / "25_bigram.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_untouched_file_is_told_without_torch(learn: Any, own: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("grader.worker.preload.import_torch", None)
    said = learn("show", "25")
    assert said.code == 1
    assert "not started: line" in said.out
    assert "again: learn show 25" in said.out
    assert "more: learn check 25" in said.out


def test_a_wrong_answer_is_stopped_at_its_own_line(learn: Any, own: Any) -> None:
    text = Path(BIGRAM).read_text("utf-8")
    own(text.replace("self.table(idx)", "self.table(idx.float())"))
    said = learn("show", "25", "--steps", "2")
    assert said.code == 1
    assert "your train_bigram raised, so the show stops here" in said.out
    assert "return self.table(idx.float())" in said.out
    assert re.search(r"line \d+, in forward", said.out)
    assert "Traceback" not in said.out + said.err


def test_a_syntax_error_is_told_as_by_a_check(learn: Any, own: Any) -> None:
    own("def train_bigram(:\n")
    said = learn("show", "25")
    assert said.code == 1
    assert "line 1" in said.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "which show?"),
        (("03",), "there is no show for 03"),
        (("25", "--plot", "loss.svg"), "25 draws no curve"),
        (("32", "--plot", "loss.txt"), "neither"),
        (("32", "--plot", "no/loss.svg"), "there is no folder no"),
        (("32", "--steps", "0"), "--steps"),
        (("32", "--file", "none.py"), "none.py"),
        (("99",), "no exercise '99'"),
    ],
)
def test_a_bad_word_is_exit_2_before_anything_is_trained(
    learn: Any, own: Any, arguments: tuple[str, ...], says: str
) -> None:
    said = learn("show", *arguments)
    assert said.code == 2
    assert says in said.err
    assert len(said.err.splitlines()) <= 4  # click puts the usage in front of its own
