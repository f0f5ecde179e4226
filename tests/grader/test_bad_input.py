"""Everything bad that can be handed in gets its own verdict, and the next one is graded as ever."""

from __future__ import annotations

import os
import socket
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.render import from_json
from grader.report import Case, Report, Verdict

Learn = Callable[..., Any]
Grade = Callable[..., Report]

OURS = ("Traceback", "grader/", "_pytest", "site-packages")  # never in what a learner reads


@pytest.fixture
def graded_file(learn: Learn) -> Callable[[Path], Report]:
    def grade(path: Path, exercise: str = "01") -> Report:
        said = learn("check", exercise, "--file", str(path), "--json")
        report = from_json(said.out)
        assert said.code == report.exit_code == 1, said
        assert said.err == ""
        assert not report.faults
        return report

    return grade


@pytest.fixture
def graded(tmp_path: Path, graded_file: Callable[[Path], Report]) -> Grade:
    """The report on a file of these bytes or this text, through the command.

    What ends by ``verdict`` TIMEOUT alone is given little time.
    """

    def grade(content: bytes | str, verdict: Verdict | None = None) -> Report:
        path = tmp_path / "answer.py"
        if isinstance(content, str):
            content = textwrap.dedent(content).lstrip("\n").encode()
        path.write_bytes(content)
        return graded_file(path, "03" if verdict is Verdict.TIMEOUT else "01")

    return grade


@pytest.fixture
def the_next_one_is_right(check: Callable[[str], Report], right: str) -> Iterator[None]:
    """After a hostile submission the same grader passes a right one."""
    yield
    report = check(right)
    assert report.passed, report


def first(report: Report) -> Case:
    """The first case, on which the others wait."""
    assert [case.verdict for case in report.cases[1:]] == 3 * [Verdict.SKIPPED]
    return clear(report.cases[0])


def clear(case: Case) -> Case:
    failure = case.failure
    assert failure is not None
    words = [failure.rationale, failure.help, failure.exception, failure.call, failure.cause]
    assert failure.rationale
    assert not [text for text in words if any(our in text for our in OURS)], words
    assert not [frame for frame in failure.frames if "grader" in frame.source]
    return case


def nothing_ran(report: Report) -> str:
    """The one reason for which no case was run."""
    assert {case.verdict for case in report.cases} == {Verdict.MISSING}
    reasons = {clear(case).failure.rationale for case in report.cases}
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
        clear(report.cases[0])


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


# --------------------------------------------------------------------------- answers


def body(code: str, before: str = "") -> str:
    head = f"import torch\n{textwrap.dedent(before)}\ndef double(x):\n"
    return head + textwrap.indent(textwrap.dedent(code).strip("\n"), "    ") + "\n"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("pass", "the answer is None, not a tensor"),
        ("return [1.0, 2.0]", "the answer is a list, not a tensor"),
        ("return x.numpy() * 2", "the answer is a numpy.ndarray, not a tensor"),
        ("return x.double() * 2", "the answer is float64, expected float32"),
        ("return x.int()", "the answer is int32, expected float32"),
        ("return x.to_sparse()", "not a tensor"),
        ("return x > 0", "the answer is bool, expected float32"),
        ("return object()", "the answer is an object, not a tensor"),
        ("return (y for y in x)", "the answer is a generator, not a tensor"),
        ("return torch.nn.Linear(1, 1)", "not a tensor"),
        ("return 10 ** 5000", "the answer is an int, not a tensor"),
        ("return dict.fromkeys(range(10_000))", "cannot be used: dicts and sets with more than"),
        ("return x.reshape(2, 1) * 2", "shape [2, 1], expected [2]"),
        ("return x.to('meta')", "not a tensor"),
        ("return torch.zeros(1).expand(10 ** 9)", "the answer is too large to look at"),
        ("return torch.zeros(1).expand(2 ** 62)", "the answer is too large to look at"),
        ("return torch.zeros(0, 2 ** 40, 2 ** 22)", "has shape"),
        ("return torch.zeros(0, 2 ** 62)", "has shape"),
        ("a = []\na.append(a)\nreturn a", "nested more than"),
        ("return [x] * 10_000_000", "the answer cannot be used: more than 1,048,576 values"),
        ("return 'a' * 100_000_000", "the answer is a str, not a tensor"),
        ("return float('nan') * x", "every number of the answer differs"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_wrong(graded: Grade, code: str, says: str) -> None:
    case = first(graded(body(code)))
    assert case.verdict is Verdict.WRONG
    assert says in case.failure.rationale


def test_another_signature_is_told_as_python_tells_it(graded: Grade) -> None:
    case = first(graded("def double(x, factor):\n    return x * factor\n"))
    assert case.verdict is Verdict.RAISED
    assert "missing 1 required positional argument" in case.failure.exception


@pytest.mark.parametrize("code", ["double = 3", "double = None"])
def test_an_entry_that_cannot_be_called_raises(graded: Grade, code: str) -> None:
    case = first(graded(code))
    assert case.verdict is Verdict.RAISED
    assert "not callable" in case.failure.exception


HOSTILE = """
class Slow(Exception):
    def __str__(self):
        while True:
            pass

class Rude(Exception):
    def __str__(self):
        raise SystemExit(3)

class Failing(Exception):
    def __str__(self):
        return 1 / 0

class Text(str):
    def __getitem__(self, key):
        raise ValueError

class Subclass(Exception):
    def __str__(self):
        return Text("text")

class Meta(type(Exception)):
    @property
    def __name__(self):
        while True:
            pass

class Unnameable(Exception, metaclass=Meta):
    pass

class Huge(Exception):
    def __str__(self):
        return "x" * 100_000_000
"""


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        ("Slow()", Verdict.TIMEOUT),
        ("Rude()", Verdict.CRASHED),
        ("Failing()", Verdict.RAISED),
        ("Subclass()", None),
        ("Unnameable()", Verdict.TIMEOUT),
        ("Huge()", Verdict.RAISED),
        ("ValueError('\\ud800\\x1b[2J\\0')", Verdict.RAISED),
        ("KeyboardInterrupt", Verdict.RAISED),
        ("SystemExit", Verdict.RAISED),
        ("StopIteration", Verdict.RAISED),
        ("MemoryError", Verdict.RAISED),
    ],
)
@pytest.mark.usefixtures("the_next_one_is_right")
def test_no_exception_reaches_the_grader(
    graded: Grade, error: str, verdict: Verdict | None
) -> None:
    case = first(graded(body(f"raise {error}", HOSTILE), verdict))
    assert case.verdict is not Verdict.PASSED
    assert verdict is None or case.verdict is verdict
    assert len(case.failure.exception) < 4000


def test_a_half_finished_answer_is_not_started(graded: Grade) -> None:
    case = first(graded(body("if True:\n    raise NotImplementedError\nreturn x")))
    assert case.verdict is Verdict.MISSING
    assert case.failure.rationale == "not started: line 5 still raises NotImplementedError"


@pytest.mark.parametrize(
    ("code", "verdict", "says"),
    [
        ("import os\nos._exit(0)", Verdict.CRASHED, "ended itself with exit code 0"),
        ("import sys\nsys.exit()", Verdict.RAISED, "your code called exit"),
        ("import sys\nsys.exit('bye')", Verdict.RAISED, "your code called exit"),
        ("exit()", Verdict.RAISED, "your code called exit"),
        ("import pytest\npytest.skip('no')", Verdict.RAISED, "Skipped was raised"),
        ("import pytest\npytest.exit('no')", Verdict.RAISED, "Exit was raised"),
        ("while True: pass", Verdict.TIMEOUT, "no result after 1 s"),
        ("return double(x)", Verdict.RAISED, "RecursionError was raised"),
        ("import ctypes\nctypes.string_at(0)", Verdict.CRASHED, "a segmentation fault"),
        ("import os\nos.abort()", Verdict.CRASHED, "ended by"),
        ("import os\nos.closerange(0, 1000)\nreturn x * 2", Verdict.CRASHED, "the process"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", None, ""),
        ("import signal\nsignal.raise_signal(signal.SIGSTOP)\nreturn x", None, ""),
        ("while True: print('x' * 10_000)", Verdict.TIMEOUT, "no result after 1 s"),
        ("import socket\nsocket.socket()", Verdict.RAISED, "PermissionError was raised"),
        ("open('/tmp/x', 'w')", Verdict.RAISED, "was raised"),
        ("import os\nos.fork()", None, ""),
        ("import subprocess\nsubprocess.run(['true'])", Verdict.RAISED, "was raised"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("the_next_one_is_right")
def test_what_does_not_return_costs_its_own_case(
    graded: Grade, code: str, verdict: Verdict | None, says: str
) -> None:
    case = first(graded(body(code), verdict))
    assert case.verdict not in (Verdict.PASSED, Verdict.FAULT)
    assert verdict is None or case.verdict is verdict
    assert says in case.failure.rationale


@pytest.mark.usefixtures("the_next_one_is_right")
def test_endless_recursion_without_a_limit_ends(graded: Grade) -> None:
    limit = "import sys\nsys.setrecursionlimit(2 ** 31 - 1)"
    case = first(graded(body("return double(x)", limit), Verdict.TIMEOUT))
    assert case.verdict in (Verdict.TIMEOUT, Verdict.CRASHED, Verdict.RAISED)
    inside = "class Deep(list):\n    __repr__ = lambda self: repr(Deep([self]))\n"
    case = first(graded(body("return repr(Deep())", limit + "\n" + inside), Verdict.TIMEOUT))
    assert case.verdict in (Verdict.TIMEOUT, Verdict.CRASHED, Verdict.RAISED)


@pytest.mark.parametrize(
    "code",
    [
        "return torch.empty(10 ** 12)",
        "kept = []\nwhile True: kept.append(torch.empty(1 << 20))",
        "kept = []\nwhile True: kept.append(bytearray(1000))",
        "kept = 'x'\nwhile True: kept += kept",
        "return bytearray(1 << 40)",
    ],
)
@pytest.mark.usefixtures("the_next_one_is_right")
def test_taking_all_memory_ends_its_own_case(graded: Grade, code: str) -> None:
    case = first(graded(body(code)))
    assert case.verdict in (Verdict.RAISED, Verdict.CRASHED)
    assert "memory" in (case.failure.rationale + case.failure.exception).lower()


def test_what_was_printed_is_capped(graded: Grade) -> None:
    report = graded(body("print('y' * 50_000_000)\nreturn x"))
    assert "more bytes" in report.prints
    assert len(report.prints) < 100_000


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos._exit(0)",
        "raise SystemExit",
        "raise RuntimeError('at import')",
        "while True:\n    pass",
        "import ctypes\nctypes.string_at(0)",
        "import no_such_module",
        "def broken(:",
        "import os\nos.closerange(0, 1000)",
    ],
)
@pytest.mark.usefixtures("the_next_one_is_right")
def test_what_goes_wrong_at_the_import_is_told_once_for_all_cases(graded: Grade, code: str) -> None:
    verdict = Verdict.TIMEOUT if code.startswith("while") else None
    report = graded(f"def double(x):\n    return x * 2\n\n{code}\n", verdict)
    assert report.cases[0].verdict not in (Verdict.PASSED, Verdict.FAULT)
    assert report.points == 0
    clear(report.cases[0])


@pytest.mark.usefixtures("the_next_one_is_right")
def test_threads_that_never_end_change_nothing(learn: Learn, tmp_path: Path) -> None:
    code = """
    import threading, time
    for _ in range(3):
        threading.Thread(target=lambda: time.sleep(10 ** 6)).start()
    if isinstance(x, str):
        raise TypeError(x)
    return x * 2
    """
    path = tmp_path / "answer.py"
    path.write_text(body(code))
    assert learn("check", "01", "--file", str(path)).code == 0


# --------------------------------------------------------------------------- attempts to pass

PATCHES = """
import builtins

def always(*args, **kwargs):
    return True

for place, names in {
    torch: "equal allclose isclose all any",
    torch.Tensor: "__eq__ __ne__ equal allclose isclose __bool__ any all item",
    torch.testing: "assert_close",
    builtins: "isinstance any all max min abs",
}.items():
    for name in names.split():
        try:
            setattr(place, name, always)
        except (AttributeError, TypeError):
            pass
"""


@pytest.mark.parametrize(
    "patch",
    [
        "torch.allclose = lambda *a, **k: True",
        "torch.equal = lambda *a, **k: True",
        "torch.Tensor.__eq__ = lambda a, b: True",
        PATCHES,
    ],
    ids=["allclose", "equal", "eq", "everything"],
)
@pytest.mark.usefixtures("the_next_one_is_right")
def test_patching_comparisons_earns_nothing(graded: Grade, patch: str) -> None:
    report = graded(body("return torch.zeros_like(x)", patch))
    assert report.points == 0
    assert Verdict.PASSED not in {case.verdict for case in report.cases}


def test_an_object_that_equals_everything_earns_nothing(graded: Grade) -> None:
    liar = """
    class Liar(torch.Tensor):
        def __eq__(self, other):
            return True
        def __bool__(self):
            return True
    """
    report = graded(body("return torch.zeros_like(x).as_subclass(Liar)", liar))
    assert report.points == 0


def test_a_stub_earns_nothing_where_an_exception_is_expected(graded: Grade) -> None:
    report = graded(body("raise NotImplementedError", "HERE = 1"))
    assert report.points == 0


def test_an_error_for_everything_earns_the_refusal_alone(run_suite: Callable[..., Report]) -> None:
    suite = """
    def test_values(agree, rng):
        agree("f", rng.normal(2))

    def test_refusal(submission):
        with submission.raises(ValueError):
            submission.f("text")
    """
    stub = "def f(x):\n    raise NotImplementedError(x)\n"
    reference = (
        "def f(x):\n    if isinstance(x, str):\n        raise ValueError\n    return x + 1\n"
    )
    report = run_suite(suite, stub, reference)
    assert report.points == 0
    report = run_suite(suite, stub.replace("NotImplemented", "Value"), reference)
    assert [case.verdict for case in report.cases] == [Verdict.RAISED, Verdict.PASSED]
