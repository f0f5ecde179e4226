"""What the person who grades a class sees, in a pipe and on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.class_report import (
    ClassReport,
    DeviceMark,
    ExerciseHead,
    Mark,
    MarkVerdict,
    Student,
    StudentReport,
)
from grader.classroom import Progress
from grader.cli.class_screen import SHOWN, Bar, intake_lines, outcome_lines
from grader.intake import HandedIn, Intake, NotUnderstood
from grader.intake.records import Source
from grader.report import Case, Report, Submission, Verdict

SOURCE = Source("in/ann/01_double.py", lambda most: b"")


def intake() -> Intake:
    ann, ben = Student("ann", "Ann \x1b[31mLee"), Student("ben")
    return Intake(
        submissions=[HandedIn(ann, "01_double", SOURCE, attempt=2, late=True)],
        students={"ann": ann, "ben": ben},
        not_understood=[NotUnderstood(f"in/{n}\x1b[2J.txt", "no") for n in range(SHOWN + 2)],
        layouts=[("in", "a folder a student")],
        left_out=1,
    )


def test_what_was_understood_is_told_shortly_or_in_full() -> None:
    short, full = list(intake_lines(intake())), list(intake_lines(intake(), full=True))
    assert short[:3] == [
        "in: a folder a student",
        "2 students, 1 submission",
        "  01_double                           1",
    ]
    assert short[-2:] == [
        "  ... and 2 more    (--dry-run shows all)",
        "left out: 1 file of editors and systems",
    ]
    assert "  ann (Ann Lee), 01_double, attempt 2, late: in/ann/01_double.py" in full
    assert "  ben: nothing handed in" in full
    assert len([line for line in full if ".txt" in line]) == SHOWN + 2
    assert not any("\x1b" in line for line in full)


def test_the_table_fits_80_columns_and_counts_faults(capsys: pytest.CaptureFixture[str]) -> None:
    head = ExerciseHead("04_matmul_no_loops_at_all", "x", 1.0, 1.0)
    marks = [
        Mark(head.slug, "x", verdict, None, 1.0, None, 1.0)
        for verdict in (MarkVerdict.FAULT, MarkVerdict.PASSED, MarkVerdict.FAULT)
    ]
    students = [StudentReport(Student(str(n)), (mark,)) for n, mark in enumerate(marks)]
    lines, faults = outcome_lines(ClassReport((head,), (), lambda: iter(students)))
    assert faults == 2
    assert lines[1].split() == ["04_matmul_no_loops_at_", "1", "0", "0", "0", "0", "2"]
    assert lines[-1] == "--rerun faults grades them again"
    assert max(map(len, lines)) <= 80


def test_why_marks_are_open_is_told_the_most_frequent_first() -> None:
    head = ExerciseHead("03_matmul", "Matmul", 2, 2, ("cuda",))
    told = ["no GPU here", "no GPU here", "b\x1b[2J" * 50, "c", "d"]
    marks = [
        Mark("03_matmul", "Matmul", MarkVerdict.FAULT, None, 2, None, 2, devices=(
            DeviceMark("cpu", MarkVerdict.PASSED, 1, 1),
            DeviceMark("cuda", MarkVerdict.FAULT, None, 1, reason),
        ))
        for reason in told
    ]  # fmt: skip
    students = [StudentReport(Student(str(n)), (mark,)) for n, mark in enumerate(marks)]
    lines, faults = outcome_lines(ClassReport((head,), (), lambda: iter(students)))
    assert faults == len(told)
    assert lines[3] == "  03_matmul on cuda, 2: no GPU here"
    assert lines[6] == "  and 1 other reason    (a format such as json names them all)"
    assert "\x1b" not in "".join(lines)
    assert max(map(len, lines)) <= 200


def test_for_a_device_that_is_not_here_another_machine_is_named() -> None:
    head = ExerciseHead("03_matmul", "Matmul", 2, 2, ("cuda",))
    case = Case("test_a", "a", "cuda", Verdict.UNAVAILABLE, 1.0)
    report = Report("03_matmul", "Matmul", Submission("03.py", "d"), (case,), ())
    device = DeviceMark("cuda", MarkVerdict.FAULT, None, 1, "no GPU here", report)
    mark = Mark("03_matmul", "Matmul", MarkVerdict.FAULT, None, 2, None, 2, devices=(device,))
    student = StudentReport(Student("amy"), (mark,))
    lines, _ = outcome_lines(ClassReport((head,), (), lambda: iter([student])))
    assert lines[-1].startswith(
        "--rerun faults grades them again, on a machine that has the device"
    )
    assert lines[-1].endswith("--device cpu needs none")


def test_in_a_pipe_there_is_a_line_a_tenth_and_the_rate_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Bar(40, "2 jobs") as bar:
        for done in range(1, 41):
            bar.hear(Progress(40, done))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "grading 40 submissions with 2 jobs"
    assert [line.split(",")[0] for line in lines[1:-1]] == [f"  {n} of 40" for n in range(4, 41, 4)]
    assert lines[-1].startswith("graded 40 in ")
    assert "a second after the first" in lines[-1]


def test_a_run_that_was_broken_off_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    def broken_off() -> None:
        with Bar(40, "1 job") as bar:
            bar.hear(Progress(40, 1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    err = capsys.readouterr().err
    assert "graded 1 of 40 in " in err
    assert "the same command goes on from here" in err


def test_on_a_terminal_there_is_a_bar_that_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "from grader.classroom import Progress; from grader.cli.class_screen import Bar\n"
        "with Bar(3, '1 job') as bar:\n"
        "    for n in (1, 2, 3): bar.hear(Progress(3, n))\n"
    )
    shown = on_terminal([sys.executable, "-c", code])
    assert "3/3" in shown
    last = shown.rstrip().splitlines()[-1]
    assert last.startswith("\x1b[1A\x1b[2Kgraded 3 in ")  # the bar's line is cleared


def on_terminal(command: list[str]) -> str:
    """What a command writes on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdout=theirs, stderr=theirs, env=os.environ | {"TERM": "xterm", "COLUMNS": "80"}
    )
    os.close(theirs)
    read: list[bytes] = []
    chunk: Callable[[], bytes] = lambda: os.read(ours, 65536)  # noqa: E731
    try:
        while data := chunk():
            read.append(data)
    except OSError:  # the terminal's other end is closed
        pass
    process.wait()
    os.close(ours)
    return b"".join(read).decode()
