"""Where a command works: every one of them says plainly what is wrong around it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.cli.place import exercise_names, place
from grader.errors import UsageError
from grader.grading.grader import Grader
from grader.progress.events import Event, Kind

Learn = Callable[..., Any]
CHECKOUT = Path(__file__).resolve().parents[3]
NAMED = ("reset", "history", "diff", "solution", "open", "again", "read")


@pytest.mark.parametrize("command", [*NAMED, "restore"])
def test_an_unknown_exercise_gets_the_closest_names(learn: Learn, mine: Path, command: str) -> None:
    said = learn(command, "doubel@1" if command == "restore" else "doubel")
    assert (said.code, said.out) == (2, "")
    assert "there is no exercise 'doubel'" in said.err
    assert "01_double" in said.err


@pytest.mark.parametrize(
    "arguments",
    [*([name, "01"] for name in NAMED if name != "read"), ["restore", "01@1"], ["undo"], ["update"], ["read"]],
)  # fmt: skip
def test_without_a_workspace_the_way_to_one_is_told(
    learn: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = learn(*arguments)
    assert (said.code, said.out) == (2, "")
    assert " init" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["reset", "diff", "history", "again"])
@pytest.mark.parametrize("kind", ["link", "folder", "large"])
def test_what_is_no_ordinary_file_is_refused_and_left_alone(
    learn: Learn, mine: Path, command: str, kind: str
) -> None:
    file = mine / "01_double.py"
    file.unlink()
    if kind == "link":
        (mine / "real.py").write_text("real = 1\n")
        file.symlink_to(mine / "real.py")
    elif kind == "folder":
        file.mkdir()
    else:
        file.write_bytes(b"#" * (1 << 20))
    before = sorted((p.name, p.is_symlink(), p.is_dir()) for p in mine.iterdir())
    said = learn(command, "01")
    assert said.code == (1 if command == "again" else 2)  # a check tells it as a screen
    assert "01_double.py" in said.out + said.err
    assert sorted((p.name, p.is_symlink(), p.is_dir()) for p in mine.iterdir()) == before


@pytest.mark.parametrize("command", ["diff", "open"])
def test_a_file_that_is_missing_is_told_with_the_way_to_make_it(
    learn: Learn, mine: Path, command: str
) -> None:
    (mine / "01_double.py").unlink()
    said = learn(command, "01")
    assert said.code == 2
    assert "learn reset 01" in said.err


@pytest.mark.parametrize(
    "arguments", [["reset", "01"], ["restore", "01@1"], ["undo"], ["solution", "01", "--give-up", "--yes"]]
)  # fmt: skip
def test_where_nothing_can_be_kept_nothing_is_changed(
    learn: Learn, mine: Path, arguments: list[str]
) -> None:
    (mine.parent / ".learn" / "progress.db").mkdir()
    (mine / "01_double.py").write_text("mine = 1\n")
    said = learn(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "progress.db" in said.err
    assert (mine / "01_double.py").read_text() == "mine = 1\n"


@pytest.mark.parametrize("arguments", [["history", "01"], ["diff", "01"], ["read"], ["history"]])
def test_looking_makes_no_store(learn: Learn, mine: Path, arguments: list[str]) -> None:
    assert learn(*arguments).code == 0
    assert os.listdir(mine.parent / ".learn") == ["course.json"]  # noqa: PTH208


def test_no_name_is_the_current_exercise(
    learn: Learn, mine: Path, passed: Callable[..., Event], happened: Callable[..., Event]
) -> None:
    assert learn("history").out.startswith("01 ")
    passed()
    assert learn("history").out.startswith("02 ")
    happened(Kind.GOTO, "03_hasty")
    assert learn("history").out.startswith("03 ")


def test_when_all_are_done_a_name_is_asked_for(
    mine: Path, learn: Learn, happened: Callable[..., Event], grader: Grader
) -> None:
    for exercise in grader.course.exercises:
        happened(Kind.SKIPPED, exercise.slug)
    with pytest.raises(UsageError, match="which exercise"):
        place().exercise(None)


def test_every_folder_below_will_do(
    learn: Learn, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mine / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(mine / "a" / "b")
    (mine / "01_double.py").write_text("mine = 1\n")
    said = learn("reset", "01")
    unfolded = said.out.replace("\n", "")  # wherever a long path was folded
    assert "01_double.py    is the stub again; your version is kept as 01@1" in unfolded


def test_names_go_on_from_what_was_typed(learn: Learn) -> None:
    def names(typed: str) -> list[str]:
        return [item.value for item in exercise_names(None, None, typed)]  # type: ignore[arg-type]

    assert names("0") == ["01_double", "02_counter", "03_hasty"] == names("")
    assert names("02") == ["02_counter"]
    assert names("d") == ["double"]
    assert names("x") == []


def test_none_of_them_imports_torch(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom grader.cli.main import main\ncode = main(sys.argv[1:])\n"
        "heavy = {'torch', 'numpy', 'pytest', 'rich'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else code)\n"
    )
    commands = (
        *(["init"], ["read", "03"], ["diff", "03"], ["solution", "03", "--give-up", "--yes"]),
        *(["reset", "03"], ["undo"], ["history", "03"], ["restore", "03@1"], ["update"]),
    )
    for arguments in commands:
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, cwd=tmp_path,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, (arguments, done.stderr)
        if arguments == ["init"]:
            (tmp_path / "exercises" / "03_matmul.py").write_text("mine = 1\n")
