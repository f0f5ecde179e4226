"""A submission as it is handed in: read safely, and looked at before torch is imported."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course, Exercise
from grader.errors import UsageError
from grader.report import Failure, Submission
from grader.submission import (
    MAX_BYTES,
    Handed,
    Unreadable,
    decode,
    first_look,
    read,
    with_earlier,
)

COURSE = {
    "exercises/01_pair.py": '''
        """Two things"""


        def first(x):
            """One."""
            raise NotImplementedError


        class Second:
            def __init__(self, n: int) -> None:
                raise NotImplementedError("later")

            def go(self):
                raise NotImplementedError
        ''',
}
DONE = (
    "def first(x):\n    return x\n\nclass Second:\n    def __init__(self, n):\n        self.n = n\n"
)


@pytest.fixture
def exercise(make_course: Callable[..., Course]) -> Exercise:
    return make_course(COURSE).find("01")


@pytest.fixture
def look(exercise: Exercise) -> Callable[[str], Failure | None]:
    return lambda text: first_look(text, "answer.py", exercise)


Look = Callable[[str], Failure | None]


# --------------------------------------------------------------------------- reading


def test_a_file_is_read_with_its_digest_and_the_name_to_show(tmp_path: Path) -> None:
    path = tmp_path / "answer.py"
    path.write_bytes(b"x = 1\r\ny = 2\r")
    handed = read(path, "exercises/answer.py")
    assert handed.text == "x = 1\ny = 2\n"
    assert handed.record.path == "exercises/answer.py"
    assert handed.record.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read(path).record.path == str(path)


def test_the_largest_file_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "answer.py"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(read(path).text) == MAX_BYTES
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(Unreadable, match="has more than"):
        read(path)


@pytest.mark.parametrize("name", ["a\0b.py", "x" * 5000 + ".py", "file.py/inside.py"])
def test_a_name_that_no_file_can_have_is_refused_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.py").write_text("x = 1\n")
    with pytest.raises(UsageError) as caught:
        read(tmp_path / name)
    assert "cannot be" in str(caught.value)


def test_a_link_that_leads_nowhere_is_called_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.py").symlink_to(tmp_path / "gone.py")
    with pytest.raises(Unreadable, match="is a link"):
        read(tmp_path / "link.py")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("x = 'ü'".encode(), "x = 'ü'"),
        ("\ufeffx = 1".encode(), "x = 1"),
        ("# coding: latin-1\nx = 'ü'".encode("latin-1"), "# coding: latin-1\nx = 'ü'"),
        ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n€".encode("cp1252"), None),
    ],
)
def test_text_is_decoded_as_python_would(data: bytes, text: str | None) -> None:
    decoded = decode(data, "answer.py")
    assert decoded.endswith("€") if text is None else decoded == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"x = '\xff'", "is not UTF-8 text"),
        (b"a\nb\n\xe4", "is not UTF-8 text"),
        (b"# coding: ascii\nx = '\xff'", "is not ASCII text"),
        (b"# coding: utf-16\n", "names an encoding"),
        (b"# coding: klingon\n", "names an encoding"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "names an encoding"),
        (b"\xff\xfex\x00", "looks like UTF-16"),
        (b"x\x00", "is no text"),
    ],
)
def test_other_bytes_are_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(data, "answer.py")
    assert says in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 3


# --------------------------------------------------------------------------- the first look


def test_a_text_that_has_everything_is_to_be_run(look: Look) -> None:
    assert look(DONE) is None


def test_the_untouched_stub_is_not_started(look: Look, exercise: Exercise) -> None:
    failure = look(exercise.stub.read_text())
    assert failure.rationale == "not started: line 6 still raises NotImplementedError"
    assert failure.line == 6


@pytest.mark.parametrize(
    "text",
    [
        DONE.replace("return x", "raise NotImplementedError"),  # one of two is done
        DONE.replace("return x", "print(x)\n    raise NotImplementedError"),
        "@abs\n" + DONE.replace("return x", "raise NotImplementedError"),
    ],
)
def test_what_was_begun_is_run(look: Look, text: str) -> None:
    assert look(text) is None


def test_a_missing_name_is_told_with_a_close_one_or_the_signature(look: Look) -> None:
    assert look("x = 1\n").rationale == "your file has no function 'first'"
    assert look("x = 1\n").help == "keep the name that the stub gave: first(x)"
    close = look(DONE.replace("def first", "def frist"))
    assert (close.help, close.line) == ("did you mean 'frist' in line 1?", 1)
    assert look(DONE.replace("Second", "Zweite")).rationale == "your file has no class 'Second'"


@pytest.mark.parametrize(
    "text",
    [
        "first = lambda x: x\nSecond = type('Second', (), {})\n",
        "first, Second = max, dict\n",
        "from math import sqrt as first, tau as Second\n",
        "from answers import *\n",
        "import first, Second.inner\n",
        "if True:\n    def first(x): pass\n    class Second: pass\n",
        "for first in 'ab':\n    Second = first\n",
        "globals()['first'] = max\n",
        "exec(open('answer').read())\n",
        "async def first(x): pass\nclass Second: pass\n",
    ],
)
def test_a_name_may_come_to_be_in_any_way(look: Look, text: str) -> None:
    assert look(text) is None


@pytest.mark.parametrize("text", ["", " \n\t\n", "\n" * 50])
def test_an_empty_text_is_called_empty(look: Look, text: str) -> None:
    assert "is empty" in look(text).rationale


@pytest.mark.parametrize(
    ("text", "line", "source"),
    [
        ("x = 1\ny = (2\n", 2, "y = (2"),
        ("def f():\nreturn 1\n", 2, "return 1"),
        ("x = 'ab\n", 1, "x = 'ab"),
        ("\f\nx = \u20282 +\n", 2, "x = \u20282 +"),
        ("x = $\n", 1, "x = $"),
        ("class A:\n\tdef f():\n        pass\n", 3, "pass"),
    ],
)
def test_a_syntax_error_is_told_with_its_line(
    look: Look, text: str, line: int, source: str
) -> None:
    failure = look(text)
    assert failure.line == line
    assert f"in line {line}: " in failure.rationale
    assert failure.frames[0].source == source


def test_a_text_that_warns_is_looked_at_in_silence(look: Look) -> None:
    assert look(DONE + "x = '\\d'\nassert (x, 'always')\n1 is 1\n") is None


def test_what_is_imported_from_exercises_is_looked_for_in_silence(exercise: Exercise) -> None:
    text = "x = '\\d'  # no exercises\n"
    handed = Handed(text, Submission("answer.py", ""))
    assert with_earlier(handed, exercise.stub.parent, exercise).earlier == ()


def test_looking_imports_neither_torch_nor_the_grader_s_heavy_parts() -> None:
    script = (
        "import sys, grader.cli.main, grader.submission, grader.grading.at_once\n"
        "heavy = {'torch', 'numpy', 'pytest', 'rich', '_pytest'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
