"""A submission as it is handed in: read safely, and looked at before torch is imported.

What can be said at once is said here: a file that is no text, a syntax error, a stub nobody
touched, a function that is not there. Reading never follows a link, blocks, or exceeds its cap.
"""

from __future__ import annotations

import ast
import codecs
import difflib
import hashlib
import io
import os
import stat
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.catalog import Course, Exercise
from grader.declared import Entry, is_stub
from grader.errors import UsageError
from grader.report import Failure, Frame, Submission

MAX_BYTES = 1 << 16  # an answer has some 2,000; Python parses some texts in time squared
# Text that names another encoding is read in it, as Python would, if it is one of these.
ENCODINGS = ("utf-8", "utf-8-sig", "iso-8859-1", "iso-8859-15", "cp1252", "ascii")
# A name can come to be without being written: then only the worker can tell whether it is there.
DYNAMIC = frozenset({"exec", "eval", "globals", "setattr", "vars", "locals", "__import__"})


class Unreadable(UsageError):  # noqa: N818 - what the file is
    """The file cannot be a submission; the three lines say why."""


@dataclass(frozen=True)
class Handed:
    """A submission's text and what it is called."""

    text: str
    record: Submission
    earlier: tuple[tuple[str, str], ...] = ()  # the learner's own earlier answers that it imports
    data: bytes = b""  # the file as it is, where it is one


def read(path: Path, shown: str = "") -> Handed:
    """The submission in a file.

    Args:
        path: of the file; a link is not followed.
        shown: how messages call it; the path if empty.

    Raises:
        UsageError: there is no such file.
        Unreadable: it is a folder, a link, a device, too large, or no text.
    """
    shown = shown or str(path)
    data = read_bytes(path, shown)
    record = Submission(shown, hashlib.sha256(data).hexdigest())
    return Handed(decode(data, shown), record, data=data)


def read_bytes(path: Path, shown: str) -> bytes:
    """What is in a learner's file, as it is; raises as `read` does."""
    data = first_bytes(path, shown, MAX_BYTES)
    too_large(data, shown)
    return data


def too_large(data: bytes, shown: str) -> None:
    """Raises Unreadable for more bytes than a submission may have."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{shown} has more than {MAX_BYTES:,} bytes", "an answer has about 2,000")


def first_bytes(path: Path, shown: str, most: int) -> bytes:
    """The bytes of an ordinary file, ``most`` + 1 of them at the most; follows no link.

    Raises UsageError where there is no such file, Unreadable where it is no ordinary one.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if path.is_symlink():
            raise Unreadable(
                f"{shown} is a link", f"it points to {path.readlink()}", "hand in the file itself"
            )
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise UsageError(
            f"there is no file {shown}", "", "learn list    shows the exercises"
        ) from None
    except ValueError:
        raise UsageError(f"{shown!r} cannot be a file's name") from None
    except OSError as error:
        raise Unreadable(f"{shown} cannot be read", str(error.strerror)) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
            raise Unreadable(f"{shown} is {kind}", "", "give the path of a Python file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most + 1)
    except OSError as error:
        raise Unreadable(f"{shown} cannot be read", str(error.strerror)) from None
    finally:
        os.close(descriptor)


def decode(data: bytes, shown: str) -> str:
    """The text of a Python file's bytes.

    Raises Unreadable when they are no text, or in an encoding that is not read.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable(f"{shown} is no UTF-8 text", "it looks like UTF-16", "save it as UTF-8")
    if b"\0" in data:
        raise Unreadable(f"{shown} is no text", f"a null byte at offset {data.index(0)}")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        encoding = "utf-8" if _cookie(data) is None else ""
    if encoding not in ENCODINGS:
        raise Unreadable(f"{shown} names an encoding that is not read here", "", "save it as UTF-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"line {line} holds the byte 0x{data[error.start]:02x}"
        raise Unreadable(
            f"{shown} is not {encoding.upper()} text", found, "save it as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cookie(data: bytes) -> str | None:
    for line in data.removeprefix(codecs.BOM_UTF8).splitlines()[:2]:
        if line.lstrip().startswith(b"#") and b"coding" in line:
            return line.decode("ascii", "replace")
    return None


def with_earlier(handed: Handed, folder: Path, exercise: Exercise) -> Handed:
    """The submission with the answers that it imports by ``from exercises import softmax``.

    A name is one that an earlier exercise asks for; its file is read from ``folder``, in the order
    of the course. Raises UsageError when a name is none of those, or its file cannot be read.
    """
    files: dict[str, tuple[str, str]] = {}
    _collect(handed.text, folder, exercise, files)
    return replace(handed, earlier=tuple(files[slug] for slug in sorted(files)))


def _collect(
    text: str, folder: Path, exercise: Exercise, files: dict[str, tuple[str, str]]
) -> None:
    for name in sorted(_imported(text)):
        course = Course(exercise.root).exercises
        found = [e for e in course if name in [entry.name for entry in e.entries]]
        if not found or found[0].slug >= exercise.slug:
            raise UsageError(
                f"{exercise.slug} imports {name!r} from exercises",
                "an answer may import what an earlier exercise asked for, and nothing else",
            )
        slug = found[0].slug
        if slug not in files:
            earlier = read(folder / f"{slug}.py")
            files[slug] = (f"{slug}.py", earlier.text)
            _collect(earlier.text, folder, found[0], files)


def _imported(text: str) -> set[str]:
    """The names of ``from exercises import ...``; none where the text cannot be parsed."""
    if "exercises" not in text:
        return set()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    imports = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom))
    return {a.name for n in imports if n.module == "exercises" and not n.level for a in n.names}


# --------------------------------------------------------------------------- the first look


def first_look(text: str, filename: str, exercise: Exercise) -> Failure | None:
    """What can be said without running the text; None when it has to be run."""
    if not text.strip():
        return Failure(f"{filename} is empty", f"learn reset {exercise.number} puts the stub back")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, filename)
    except SyntaxError as error:
        return _syntax_error(error, text)
    except (RecursionError, MemoryError):
        return Failure("Python cannot parse this file: it is nested too deep")
    except ValueError as error:
        return Failure(f"Python cannot parse this file: {error}")
    try:
        return _untouched(tree, exercise) or _missing(tree, exercise)
    except RecursionError:
        return Failure("Python cannot parse this file: it is nested too deep")


def _syntax_error(error: SyntaxError, text: str) -> Failure:
    lines = text.split("\n")  # as Python counts them; splitlines knows more kinds of ends
    number = error.lineno or 0
    source = lines[number - 1].strip()[:200] if 0 < number <= len(lines) else ""
    kind = type(error).__name__
    return Failure(
        f"{kind} in line {number}: {error.msg}",
        "Python could not read the file, so nothing was run",
        frames=(Frame(number, "", source),) if source else (),
        line=number or None,
    )


def _untouched(tree: ast.Module, exercise: Exercise) -> Failure | None:
    """Not started: every entry still does nothing but raise NotImplementedError."""
    lines = []
    for entry in exercise.entries:
        line = _stub_line(tree, entry)
        if line is None:
            return None
        lines.append(line)
    if not lines:
        return None
    return Failure(
        f"not started: line {lines[0]} still raises NotImplementedError",
        "the task is in the text at the top of the file",
        line=lines[0],
    )


def _stub_line(tree: ast.Module, entry: Entry) -> int | None:
    found = [n for n in tree.body if getattr(n, "name", None) == entry.name]
    if len(found) != 1:
        return None
    node = found[0]
    if isinstance(node, ast.FunctionDef):
        return node.body[-1].lineno if is_stub(node) and not node.decorator_list else None
    if isinstance(node, ast.ClassDef):
        methods = [n for n in node.body if isinstance(n, ast.FunctionDef)]
        if methods and all(is_stub(m) for m in methods):
            return methods[0].body[-1].lineno
    return None


def _missing(tree: ast.Module, exercise: Exercise) -> Failure | None:
    names = set(_bound(tree))
    if names & {"*", *DYNAMIC}:
        return None
    for entry in exercise.entries:
        if entry.name not in names:
            what = "class" if entry.is_class else "function"
            close = difflib.get_close_matches(entry.name, sorted(names), n=1, cutoff=0.6)
            line = _line_of(tree, close[0]) if close else None
            where = f"did you mean {close[0]!r} in line {line}?" if close and line else ""
            signature = f"{entry.name}({entry.signature})"
            help = where or f"keep the name that the stub gave: {signature}"
            return Failure(f"your file has no {what} {entry.name!r}", help, line=line)
    return None


def _bound(tree: ast.Module) -> Iterator[str]:
    """Every name that the text may bind anywhere, and the dynamic ones that it uses; ``*`` too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and (isinstance(node.ctx, ast.Store) or node.id in DYNAMIC):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]


def _line_of(tree: ast.Module, name: str) -> int | None:
    for node in ast.walk(tree):
        if getattr(node, "name", None) == name or getattr(node, "id", None) == name:
            return getattr(node, "lineno", None)
    return None
