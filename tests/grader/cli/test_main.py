"""The command's frame: errors as text, exit codes, and nothing heavy before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from grader import __version__
from grader.catalog import bundled_course
from grader.cli import main as frame
from grader.errors import CourseError, Fault, UsageError
from grader.workspace import start_workspace

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture
def raising(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[BaseException], tuple[int, str, str]]:
    """What the command says to an error that one of its commands ends in."""

    def run(error: BaseException) -> tuple[int, str, str]:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setattr(frame.Lazy, "get_command", lambda *_: command)
        code = frame.main(["list"])
        return (code, *capsys.readouterr())

    return run


Raising = Callable[[BaseException], tuple[int, str, str]]


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (UsageError("no 'x'", "there is y", "type y"), 2, "no 'x'\nthere is y\ntype y\n"),
        (CourseError("the course lacks f.py"), 3, "the course lacks f.py\n"),
        (Fault("a worker did not start", "Closed"), 3, "a worker did not start\nClosed\n"),
        (click.Abort(), 130, "interrupted\n"),
        (UsageError("half \ud800 a pair"), 2, "half \\ud800 a pair\n"),
    ],
)
def test_each_error_has_its_words_and_its_exit_code(
    raising: Raising, error: Exception, code: int, says: str
) -> None:
    assert raising(error) == (code, "", says)


def test_an_interrupt_is_exit_130(raising: Raising) -> None:
    code, out, err = raising(KeyboardInterrupt())
    assert (code, out) == (130, "")
    assert err.strip() == "interrupted"


def test_a_fault_of_ours_is_called_ours_without_a_traceback(
    raising: Raising, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEARN_TRACEBACK", raising=False)
    code, _, err = raising(ZeroDivisionError("division by zero"))
    lines = err.splitlines()
    assert code == 3
    assert lines[0] == "the grader failed, not you: ZeroDivisionError: division by zero"
    assert len(lines) == 3
    monkeypatch.setenv("LEARN_TRACEBACK", "1")
    assert "Traceback" in raising(ZeroDivisionError("division by zero"))[2]


def test_an_unknown_command_gets_the_closest(capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.main(["chek"]) == 2
    assert "there is no command 'chek'; the closest: check" in capsys.readouterr().err


def test_the_help_lists_every_command_with_its_own_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert frame.main(["--help"]) == 0
    text = capsys.readouterr().out
    context = click.Context(frame.learn)
    for name, (_, words) in frame.COMMANDS.items():
        assert words in text
        command = frame.learn.get_command(context, name)
        assert command is not None
        assert command.short_help == words
        assert frame.main([name, "--help"]) == 0


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


# --------------------------------------------------------------------------- real processes


def learn(*arguments: str, **rest: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), **rest.pop("env", {})}
    command = [sys.executable, "-m", "grader.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, **rest)


def test_the_command_runs_as_a_module() -> None:
    done = learn("list")
    assert done.returncode == 0
    assert "03" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"], ["list"], ["list", "--json"], ["hint", "03"], ["next"], ["goto", "03"],
        ["skip"], ["progress"], ["progress", "--json"], ["progress", "--html", "page.html"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_needs_no_torch_does_not_import_it(arguments: list[str], tmp_path: Path) -> None:
    start_workspace(bundled_course(), tmp_path)
    script = (
        "import sys\nfrom grader.cli.main import main\ncode = main(sys.argv[1:])\n"
        "heavy = {'torch', 'numpy', 'pytest', 'rich'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_output_that_nobody_reads_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-m", "grader.cli", "list"]
    done = subprocess.run(command, env=environment, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert done.stderr == b""


def test_output_that_is_no_unicode_is_written_all_the_same() -> None:
    done = learn("check", "nö", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 2
    assert "there is no exercise 'n\\xf6'" in done.stderr
