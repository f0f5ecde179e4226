"""`learn grade` from the command line, with real processes below it."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.engines.local import LocalEngine
from grader.gradebook import Gradebook
from grader.grading.grader import Grader

Learn = Callable[..., Any]
COUNT = 120  # submissions, more than are graded while a signal is on its way
WRONG = "def double(x):\n    return x\n"
HANG = "def double(x):\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def engine(grader: Grader) -> Iterator[LocalEngine]:
    """One engine for the tests that do not end it."""
    with LocalEngine(grader.course.root, 2) as made:
        yield made


@pytest.fixture
def grade(
    learn: Learn, engine: LocalEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Learn:
    """`learn grade` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "grader.cli.engine.LocalEngine", lambda *_, **__: contextlib.nullcontext(engine)
    )
    return lambda *arguments: learn("grade", *map(str, arguments))


def hand_in(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture
def handed(tmp_path: Path, right: str) -> Path:
    """Three students in a folder."""
    files = {
        "ann/03_hasty.py": right,
        "ben/03_hasty.py": WRONG,
        "ben/01_double.py": b"\0",
        "cid/03_hasty.py": HANG,
        "cid/notes.txt": "",
    }
    return hand_in(tmp_path / "in", files)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_class_is_graded_to_files_and_the_screen_tells_what_came_out(
    grade: Learn, handed: Path
) -> None:
    said = grade(
        "in", "--format", "csv", "--output", "c.csv", "--format", "json", "--output", "c.json"
    )
    assert said.code == 0
    assert "not understood: 1 file" in said.out
    assert said.out.splitlines()[-4:] == [
        "01_double                    0           0        0        2           1      0",
        "03_hasty                     1           1        1        0           0      0",
        "wrote c.csv",
        "wrote c.json",
    ]
    assert "graded 3 in " in said.err
    assert [
        (r["student"], r["03_hasty"], r["03_hasty verdict"], r["open"]) for r in rows(Path("c.csv"))
    ] == [
        ("ann", "5", "passed", "01_double"),
        ("ben", "0", "not passed", "01_double"),
        ("cid", "0", "timeout", "01_double"),
    ]
    record = json.loads(Path("c.json").read_text())
    assert record["students"][1]["marks"][0]["devices"][0]["reason"].startswith(
        "01_double.py is no"
    )


def test_a_second_run_grades_only_what_is_missing_and_writes_the_same_bytes(
    grade: Learn, handed: Path, right: str
) -> None:
    output = ("--format", "json", "--output", "c.json")
    grade("in", *output)
    first = Path("c.json").read_bytes()
    again = grade("in", *output)
    assert again.err == ""
    assert Path("c.json").read_bytes() == first
    hand_in(handed, {"dan/03_hasty.py": right + "\n# dan\n"})
    assert "grading 1 submission " in grade("in", *output).err
    assert "grading 4 submissions " in grade("in", "--force", *output).err
    assert "grading 1 submission " in grade("in", "--force", "--only", "dan").err
    assert "grading 4 submissions " in grade("in", "--seed", "5").err
    forced = Path("c.json").read_bytes()
    assert forced.startswith(first[: first.index(b'"students"')])


def test_a_dry_run_says_what_was_understood_and_writes_nothing(
    grade: Learn, handed: Path, tmp_path: Path
) -> None:
    said = grade("in", "--dry-run")
    assert said.code == 0
    assert "  cid, 03_hasty, attempt 1: in/cid/03_hasty.py" in said.out
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_rubric_in_the_folder_is_used(grade: Learn, handed: Path) -> None:
    Path("course.toml").write_text(
        "[rubric]\nmissing = 'zero'\n[exercises.03_hasty]\nweight = 10\n"
    )
    grade("in", "--format", "csv", "--output", "c.csv")
    ann = rows(Path("c.csv"))[0]
    assert (ann["03_hasty"], ann["01_double"], ann["total"], ann["open"]) == ("10", "0", "10", "")


def test_the_one_exercise_that_all_files_answer_is_the_only_one_that_counts(
    grade: Learn, handed: Path
) -> None:
    Path("course.toml").write_text("[rubric]\nmissing = 'zero'\n[exercises.02_counter]\n")
    grade("in/ann", "--exercise", "1", "--format", "csv", "--output", "c.csv")
    (ann,) = rows(Path("c.csv"))
    assert "02_counter" not in ann
    assert ann["total"] == ann["of"] == ann["01_double"]


def test_an_export_of_canvas_is_filled_in_and_the_screen_tells_who_is_not_in_it(
    grade: Learn, right: str
) -> None:
    hand_in(Path("in"), {
        "lee_ann_12_345_03_hasty.py": right, "ng_bo_13_346_03_hasty.py": WRONG,
    })  # fmt: skip
    export = (
        "Student,ID,SIS Login ID,Section,03_hasty (9),Other (10)\r\n"
        '    Points Possible,,,,10,5\r\n"Lee, Ann",12,ann,One,,4\r\n"Om, Cy",14,cy,One,,\r\n'
    )
    Path("export.csv").write_bytes(export.encode())
    said = grade(
        "in", "--format", "canvas=export.csv", "--output", "filled.csv",
        "--format", "gradescope", "--output", "gs", "--visibility", "after_published",
        "--format", "html", "--output", "pages", "--format", "ags", "--output", "ags.jsonl",
    )  # fmt: skip
    assert said.code == 0
    assert "1 of 2 rows have their student in this class\nnot in the file: '13'\n" in said.out
    assert Path("filled.csv").read_bytes().decode() == export.replace("ann,One,", "ann,One,10")
    tests = json.loads(Path("gs/13.json").read_text())["tests"]
    assert {test["visibility"] for test in tests} == {"visible", "after_published"}
    assert "03_hasty" in Path("pages/students/12.html").read_text()
    assert len(Path("ags.jsonl").read_text().splitlines()) == 2


def test_a_policy_holds_for_every_output(grade: Learn, handed: Path) -> None:
    output = ("--only", "ben", "--format", "junit", "--output", "c.xml")
    texts = []
    for policy in ("title", "category", "failure"):
        grade("in", "--policy", policy, *output)
        texts.append(Path("c.xml").read_text())
    told = "the answer is not the expected one"
    assert [told in text for text in texts] == [False, True, False]
    assert ["every number" in text for text in texts] == [False, False, True]


def test_a_zipped_canvas_download_is_graded_by_canvas_s_ids(grade: Learn, right: str) -> None:
    with zipfile.ZipFile("down.zip", "w") as archive:
        archive.writestr("lee_ann_12_345_03_hasty.py", WRONG)
        archive.writestr("lee_ann_12_346_03_hasty-1.py", right)
    assert grade("down.zip", "--format", "csv", "--output", "c.csv").code == 0
    (ann,) = rows(Path("c.csv"))
    assert (ann["canvas id"], ann["03_hasty verdict"]) == ("12", "passed")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "what was handed in?"),
        (("nowhere",), "there is no file or folder nowhere"),
        (("in", "--format", "json"), "there are 1 formats and 0 outputs"),
        (("in", "--format", "yaml", "--output", "x"), "no output format 'yaml'"),
        (("in", "--format", "csv", "--output", "no/x"), "there is no folder"),
        (
            ("in", "--format", "csv", "--output", "x", "--format", "json", "--output", "x"),
            "one output",
        ),
        (("in", "--format", "canvas", "--output", "x"), "canvas fills in a CSV that you exported"),
        (("in", "--format", "csv=in", "--output", "x"), "csv fills in no file"),
        (("in", "--format", "moodle=none.csv", "--output", "x"), "there is no file none.csv"),
        (("in", "--format", "canvas=in/cid/notes.txt", "--output", "x"), "is no table"),
        (("in", "--format", "gradescope", "--output", "results.json"), "the class has 3"),
        (("in", "--only", "zoe"), "nobody called 'zoe'"),
        (("in", "--rubric", "none.toml"), "there is no rubric none.toml"),
        (("in", "--exercise", "nothing"), "there is no exercise 'nothing'"),
        (("in/cid/notes.txt",), "nothing was handed in that can be graded"),
        (("in", "--gradebook", "in"), "in is no gradebook"),
    ],
)
def test_a_wrong_word_is_told_before_anything_is_graded(
    grade: Learn, handed: Path, arguments: tuple[str, ...], told: str
) -> None:
    said = grade(*arguments)
    assert said.code == 2
    assert told in said.err
    assert "grading" not in said.err


def test_a_fault_of_ours_is_exit_3_and_grading_it_again_is_offered(
    grade: Learn, handed: Path
) -> None:
    grade("in")
    with Gradebook(Path("gradebook.sqlite")) as book:
        key, row = next((k, r) for k, r in book.rows() if '"wrong"' in r.report)
        book._base.execute(
            "UPDATE graded SET state='fault', report=? WHERE submission=?",
            (row.report.replace('"wrong"', '"fault"'), key.submission),
        )
    said = grade("in", "--format", "csv", "--output", "c.csv")
    assert said.code == 3
    assert "--rerun faults grades them again" in said.out
    ben = rows(Path("c.csv"))[1]
    assert (ben["03_hasty"], ben["03_hasty verdict"]) == ("", "fault")
    mended = grade("in", "--rerun", "faults", "--format", "csv", "--output", "c.csv")
    assert "grading 1 submission " in mended.err
    assert mended.code == 0
    assert rows(Path("c.csv"))[1]["03_hasty verdict"] == "not passed"


# --------------------------------------------------------------------------- whole processes


@pytest.fixture
def command(grader: Grader, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """`learn grade` over the toy course as a process of its own, one job, in its own session."""
    code = (
        "import sys; from grader.cli.main import main\n"
        f"sys.exit(main(['--course', {str(grader.course.root)!r}, 'grade', *sys.argv[1:]]))\n"
    )

    def run(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code, "in", "--jobs", "1", *arguments],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip

    return run


def descendants(pid: int) -> set[int]:
    """All processes below one."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.parent.name))
    found: set[int] = set()
    wanted = [pid]
    while wanted:
        below = parents.get(wanted.pop(), [])
        found |= set(below)
        wanted += below
    return found


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_what_ends_the_command_loses_nothing_and_leaves_no_process(
    command: Callable[..., subprocess.Popen[str]],
    tmp_path: Path,
    right: str,
    number: signal.Signals,
) -> None:
    hand_in(tmp_path / "in", {f"s{n:02}/03_hasty.py": f"{right}\n# {n}\n" for n in range(COUNT)})
    process = command()
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stderr.readline() == f"grading {COUNT} submissions with 1 job\n"
    assert process.stderr.readline().startswith("  12 of ")
    os.kill(process.pid, signal.SIGSTOP)  # it hands out nothing more until the signal is there
    below = descendants(process.pid)
    assert len(below) >= 4  # nursery, engine process, porter, template
    os.kill(process.pid, number)
    os.kill(process.pid, signal.SIGCONT)
    err = process.communicate()[1]
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert "the same command goes on from here" in err
    until = time.monotonic() + 60
    while not all(map(is_gone, below)) and time.monotonic() < until:
        time.sleep(0.02)
    assert all(map(is_gone, below))
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        kept = len(list(book.rows()))
    assert 12 <= kept < COUNT
    rest = command("--format", "csv", "--output", "c.csv")
    err = rest.communicate()[1]
    assert f"grading {COUNT - kept} submission" in err
    assert rest.returncode == 0
    assert [row["03_hasty verdict"] for row in rows(tmp_path / "c.csv")] == COUNT * ["passed"]


def test_when_nothing_has_to_be_graded_torch_is_never_imported(
    command: Callable[..., subprocess.Popen[str]], tmp_path: Path, right: str
) -> None:
    hand_in(tmp_path / "in", {"ann/03_hasty.py": right})
    (tmp_path / "torch.py").write_text("raise SystemExit('a file beside the command was imported')")
    assert command().communicate()[0].splitlines()[-1].split()[:2] == ["03_hasty", "1"]
    code = "import sys; import grader.cli.grade; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["gradebook.sqlite", "course.toml"])
@pytest.mark.parametrize("path", [".", "exercises", "../repository"])
def test_what_decides_marks_is_not_taken_from_among_what_was_handed_in(
    grade: Learn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, name: str, path: str
) -> None:
    """A repository that is graded where it lies: its owner may have put either file into it."""
    folder = hand_in(tmp_path / "repository", {"exercises/03_hasty.py": right, "notes.txt": ""})
    monkeypatch.chdir(folder)
    mine = () if name == "gradebook.sqlite" else ("--gradebook", str(tmp_path / "g.sqlite"))
    if name == "course.toml":
        (folder / name).write_text("")
    said = grade(path, *mine)
    assert said.code == 2
    assert re.search(rf"{name} (lies|would lie) among what was handed in", said.err)
    named = ("--gradebook", name) if not mine else (*mine, "--rubric", name)
    assert grade(path, *named).code == 0
