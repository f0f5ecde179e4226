"""Whatever file is handed in, the command answers in words and in bounded time."""

from __future__ import annotations

import os
import socket
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.render.json_report import from_json
from grader.report import Case, Report, Verdict

Learn = Callable[..., Any]
Grade = Callable[..., Report]


@pytest.fixture
def graded_file(learn: Learn, clear: Callable[[Case], Case]) -> Callable[[Path], Report]:
    def grade(path: Path) -> Report:
        said = learn("check", "01", "--file", str(path), "--json")
        report = from_json(said.out)
        assert said.code == report.exit_code == 1, said
        assert said.err == ""
        assert not report.faults
        clear(report.cases[0])
        return report

    return grade


@pytest.fixture
def graded(tmp_path: Path, graded_file: Callable[[Path], Report]) -> Grade:
    """The report on a file of these bytes or this text, through the command."""

    def grade(content: bytes | str) -> Report:
        path = tmp_path / "answer.py"
        if isinstance(content, str):
            content = textwrap.dedent(content).lstrip("\n").encode()
        path.write_bytes(content)
        return graded_file(path)

    return grade


def nothing_ran(report: Report) -> str:
    """The one reason for which no case was run."""
    assert {case.verdict for case in report.cases} == {Verdict.MISSING}
    reasons = {case.failure.rationale for case in report.cases}
    assert len(reasons) == 1
    return str(reasons.pop())


# --------------------------------------------------------------------------- files


def test_no_file_is_a_wrong_word_on_the_command_line(learn: Learn, tmp_path: Path) -> None:
    said = learn("check", "01", "--file", str(tmp_path / "nothing.py"))
    assert (said.code, said.out) == (2, "")
    assert f"there is no file {tmp_path / 'nothing.py'}" in said.err


def test_an_empty_file_is_called_empty(graded: Grade) -> None:
    assert "is empty" in nothing_ran(graded(b""))
    assert "is empty" in nothing_ran(graded(b"\n  \n"))


def test_a_folder_is_called_a_folder(graded_file: Callable[[Path], Report], tmp_path: Path) -> None:
    assert nothing_ran(graded_file(tmp_path)).endswith("is a folder")


@pytest.mark.parametrize(
    "content", [b"\x7fELF\x02\x01\x01\0\0\0", b"\0" * 100, b"def double(x):\0 return x * 2\n"]
)
def test_a_file_with_null_bytes_is_no_text(graded: Grade, content: bytes) -> None:
    assert nothing_ran(graded(content)).endswith("is no text")


def test_bytes_that_are_no_utf8_are_told_with_their_line(graded: Grade) -> None:
    report = graded(b"# one\n# two \x89PNG\n")
    assert nothing_ran(report).endswith("is not UTF-8 text")
    assert "line 2 holds the byte 0x89" in report.cases[0].failure.help


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_no_text(graded: Grade, right: str, codec: str) -> None:
    assert nothing_ran(graded(right.encode(codec))).endswith(("is no text", "is no UTF-8 text"))


def test_an_encoding_that_is_not_read_is_told(graded: Grade, right: str) -> None:
    for cookie in ("utf-7", "shift_jis", "rot13", "no-such-one"):
        text = f"# -*- coding: {cookie} -*-\n{right}"
        assert "encoding that is not read here" in nothing_ran(graded(text))


@pytest.mark.parametrize("codec", ["latin-1", "cp1252", "iso-8859-15", "utf-8-sig"])
def test_an_encoding_that_python_reads_is_read(
    learn: Learn, tmp_path: Path, right: str, codec: str
) -> None:
    cookie = "" if codec == "utf-8-sig" else f"# coding: {codec}\n"
    path = tmp_path / "answer.py"
    path.write_bytes(f"{cookie}# Übung\n{right}".encode(codec))
    assert learn("check", "01", "--file", str(path)).code == 0


def test_ten_mebibytes_are_refused(graded: Grade, right: str) -> None:
    assert "has more than" in nothing_ran(graded(right + "# filler\n" * (10 << 20 >> 3)))


def test_a_link_is_not_followed(graded_file: Callable[[Path], Report], tmp_path: Path) -> None:
    link = tmp_path / "link.py"
    link.symlink_to("/etc/hostname")
    report = graded_file(link)
    assert nothing_ran(report).endswith("is a link")
    assert "/etc/hostname" in report.cases[0].failure.help


def test_a_pipe_is_not_waited_for(graded_file: Callable[[Path], Report], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert nothing_ran(graded_file(tmp_path / "pipe.py")).endswith("is no ordinary file")


def test_a_socket_and_a_device_are_no_files(
    graded_file: Callable[[Path], Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("answer.py")
        nothing_ran(graded_file(Path("answer.py")))
    assert nothing_ran(graded_file(Path("/dev/zero"))).endswith("is no ordinary file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_says_so(
    graded_file: Callable[[Path], Report], tmp_path: Path
) -> None:
    path = tmp_path / "shut.py"
    path.write_text("x = 1\n")
    path.chmod(0)
    assert nothing_ran(graded_file(path)).endswith("cannot be read")


# --------------------------------------------------------------------------- texts


@pytest.mark.parametrize(
    "bomb",
    [
        "-" * 100_000 + "1",
        "+".join(["1"] * 100_000),
        "(" * 100_000,
        "[" * 90 + "]" * 90,
        "x" + ".a" * 100_000,
        "not " * 100_000 + "x",
        "lambda: " * 50_000 + "0",
        "f(" * 150 + ")" * 150,
    ],
    ids=lambda bomb: bomb[:8].strip(),
)
def test_a_parser_bomb_ends_in_words(graded: Grade, bomb: str) -> None:
    for text in (bomb, f"def double(x):\n    return {bomb}\n"):
        report = graded(text)
        assert report.cases[0].verdict in (Verdict.MISSING, Verdict.RAISED, Verdict.WRONG)


def test_deep_indentation_is_a_syntax_error(graded: Grade) -> None:
    text = "".join(f"{' ' * depth}if x:\n" for depth in range(150)) + " " * 150 + "x\n"
    assert "IndentationError" in nothing_ran(graded(text))


def test_a_syntax_error_has_its_line(graded: Grade) -> None:
    report = graded("x = 1\ndef double(x)\n    return x\n")
    assert nothing_ran(report) == "SyntaxError in line 2: expected ':'"
    assert report.cases[0].failure.line == 2


def test_a_missing_function_names_a_close_one(graded: Grade) -> None:
    report = graded("def duoble(x):\n    return x * 2\n")
    assert nothing_ran(report) == "your file has no function 'double'"
    assert "did you mean 'duoble' in line 1" in report.cases[0].failure.help
