"""Submissions whose file, bytes or neighbours are the attack, handed in as files."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from arena import RIGHT, Arena, handed

from grader.grading.at_once import at_once
from grader.render.json_report import render_json
from grader.render.terminal import render_terminal
from grader.report import Report, Verdict
from grader.submission import MAX_BYTES, Unreadable, read

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links and devices are Unix's")


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    made = Arena(tmp_path_factory.mktemp("arena"))
    made.grader.check(made.grader.course.find("01"), handed(RIGHT))  # what is set up once is
    yield made
    made.close()


@pytest.fixture
def graded(arena: Arena, tmp_path: Path) -> Callable[[bytes], Report]:
    """The report on a file's bytes, at once where that can be; nothing beside it changes."""

    def grade(data: bytes) -> Report:
        path = tmp_path / "answer.py"
        path.write_bytes(data)
        before = arena.look()
        exercise = arena.grader.course.find("01")
        given = read(path, "answer.py")
        report = at_once(exercise, given) or arena.grader.check(exercise, given)
        assert arena.differences(before) == []
        assert arena.told(report) == []
        return report

    return grade


# --------------------------------------------------------------------------- what is no file


def link(root: Path) -> Path:
    path = root / "submissions" / "link.py"
    path.symlink_to(root / "course" / "solutions" / "01_double.py")
    return path


def link_to_a_folder(root: Path) -> Path:
    (root / "submissions" / "there").symlink_to(root / "course" / "solutions")
    return root / "submissions" / "there"


def fifo(root: Path) -> Path:
    os.mkfifo(root / "submissions" / "fifo.py")
    return root / "submissions" / "fifo.py"


def folder(root: Path) -> Path:
    (root / "submissions" / "folder.py").mkdir()
    return root / "submissions" / "folder.py"


def endless(root: Path) -> Path:
    return Path("/dev/zero")


def terminal(root: Path) -> Path:
    return Path("/dev/ptmx")


def sparse(root: Path) -> Path:
    path = root / "submissions" / "sparse.py"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    return path


@pytest.mark.parametrize(
    "make", [link, link_to_a_folder, fifo, folder, endless, terminal, sparse],
    ids=lambda make: make.__name__,
)  # fmt: skip
def test_what_is_no_ordinary_file_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    for name in ("submissions", "course/solutions"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "course/solutions/01_double.py").write_text("secret = 'reference'\n")
    path = make(tmp_path)
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert "secret" not in str(caught.value)


# --------------------------------------------------------------------------- odd texts

WRONG = b"def double(x):\n    return x\n"
REFUSED = {
    "not UTF-8": b"x = '\xff\xfe\xfa'\n" + WRONG,
    "UTF-16": WRONG.decode().encode("utf-16"),
    "UTF-7 by a cookie": b"# coding: utf-7\n+AG8AcA-" + WRONG,
    "a codec that runs code": b"# coding: unicode_escape\n" + WRONG,
    "rot13 by a cookie": b"# coding: rot13\n" + WRONG,
    "an unknown codec": b"# coding: nobody-knows\n" + WRONG,
    "null bytes": WRONG + b"\0" * 100,
    "too long": b"#" * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_bytes_that_are_no_python_text_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "answer.py"
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        read(path)


NOT_RUN = {
    "brackets": b"(" * 60_000,
    "signs": b"-" * 60_000 + b"1",
    "attributes": b"double = a" + b".b" * 30_000,
    "calls": b"double = f" + b"()" * 30_000,
    "nested f-strings": b"double = f'" + b'{f"' * 1000,
    "pieces of an f-string": b"x = f'" + b"{1}" * 20_000 + b"'",
    "a number of many digits": b"x = " + b"1" * 60_000,
    "decorators": b"@a\n" * 20_000 + b"def f(): pass",
    "a lone surrogate": b"x = '\\ud800'\n",
    "a form feed and a vertical tab": b"\x0c\x0bdef double(x): return x * 2\n)",
}


@pytest.mark.parametrize("data", NOT_RUN.values(), ids=NOT_RUN.keys())
def test_a_text_that_is_hard_to_parse_is_answered_soon(
    graded: Callable[[bytes], Report], data: bytes
) -> None:
    started = time.process_time()
    report = graded(data)
    assert {case.verdict for case in report.cases} == {Verdict.MISSING}
    assert time.process_time() - started < 20  # a bound on its growth, not on its speed


BIDI = "def double(x):\n    '''\u202e }\u2066return x * 2\u2069 \u2066'''\n    return x  # \u202e2 * x\n"
RUN = {
    "letters from right to left": (BIDI.encode(), False),
    "letters that look alike": (WRONG.decode().replace("(x)", "(\u0445)").encode(), False),
    "a byte order mark": (b"\xef\xbb\xbf" + RIGHT.encode(), True),
    "latin-1 by a cookie": (b"# coding: latin-1\ny = '\xe9'\n" + RIGHT.encode(), True),
    "line ends of other systems": (RIGHT.encode().replace(b"\n", b"\r\n"), True),
}


@pytest.mark.parametrize(("data", "passed"), RUN.values(), ids=RUN.keys())
def test_an_odd_text_is_run_as_python_would(
    graded: Callable[[bytes], Report], data: bytes, passed: bool
) -> None:
    report = graded(data)
    assert report.passed == passed
    assert json_is_plain(report)
    assert "\u202e" not in render_terminal(report, width=80, color=False)


def json_is_plain(report: Report) -> bool:
    return render_json(report).isascii()


# --------------------------------------------------------------------------- neighbours

TELL = "import pathlib\npathlib.Path({mark!r}).write_text(__name__)\n"
NEIGHBOURS = (
    *("torch.py", "conftest.py", "sitecustomize.py", "usercustomize.py", "random.py", "json.py"),
    *("numpy.py", "pytest.py", "exercises.py", "01_double.pth"),
)
ANSWER = """
import json, random

def dot(*arguments):
    return None

globals().update(dict.fromkeys(("matvec", "matmul"), dot))
"""
LEARN = [str(Path(sys.executable).parent / "learn")]
MODULE = [sys.executable, "-m", "grader.cli"]


@pytest.mark.parametrize(
    ("command", "more"), [(LEARN, ("grader.py", "grader/__init__.py")), (MODULE, ())],
    ids=["learn", "python -m"],
)  # fmt: skip
def test_nothing_beside_a_submission_is_imported(
    tmp_path: Path, command: list[str], more: tuple[str, ...]
) -> None:
    """By the command itself, in the folder of the submission."""
    if not Path(command[0]).exists():
        pytest.skip("the command is not installed")
    mark, folder = tmp_path / "mark", tmp_path / "handed in"
    for name in (*NEIGHBOURS, *more):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TELL.format(mark=str(mark)))
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (folder / "answer.py").write_text(ANSWER)
    arguments = [*command, "check", "03", "--file", "answer.py", "--plain", "--seed", "1"]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "FAIL" in done.stdout
    assert not mark.exists()
