"""Where attacks are tried: a course with secrets, a grader, and a look at everything around them.

An attack is a submission with the verdict that it must get. After every one a right answer is
graded, and the files, processes, listeners and the grader's own state are compared with before.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import textwrap
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from grader.catalog import Course
from grader.grading.grader import Grader
from grader.render.json_report import render_json
from grader.render.terminal import render_terminal
from grader.report import Report, Submission
from grader.submission import Handed

HERE = Path(__file__).parent
PLAIN, HASTY = "01", "02"  # exercises: the second gives a second
TOKEN = "token-5b1d0c7e66a94f02"  # in the environment that the grader was started with
RIGHT = """
def double(x):
    if isinstance(x, str):
        raise TypeError(x)
    return x * 2
"""
TITLE = re.compile(r"== (.*?)(, hasty)? -> ([a-z|]+)")
ENDING = 0x4  # PF_EXITING, among the kernel's flags of a process
SETTLING = 10.0  # seconds
SHELVES = ("/tmp", "/dev/shm", "/var/tmp")
CALLS = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def double(x):
    let_through = []
    for name, number in {calls}:
        libc.syscall(number, -1, -1, -1, -1, -1, -1)
        if ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS): let_through.append(name)
    if let_through: print("let through:", let_through)
    else: raise PermissionError("all refused")
    return x * 2
"""


@dataclass(frozen=True)
class Attack:
    """A submission that tries something, and the verdicts that its first case may get."""

    kind: str
    title: str
    text: str
    verdicts: tuple[str, ...]
    exercise: str = PLAIN

    @property
    def name(self) -> str:
        """What a test's id says."""
        return f"{self.kind}: {self.title}"


@dataclass
class Outcome:
    """What became of an attack: its report, that of the right answer after it, what it left."""

    attack: Attack
    report: Report
    after: Report
    left: list[str] = field(default_factory=list)

    @property
    def contained(self) -> bool:
        """Whether the verdict is one of those it may get, and the next one was graded right."""
        allowed = self.verdict in self.attack.verdicts
        return allowed and self.after.passed and not self.report.faults

    @property
    def verdict(self) -> str:
        """That of the whole, which passes only as a whole; else that of the case that did not."""
        first = self.report.first_failure
        return first.verdict.value if first else "passed" if self.report.passed else "skipped"

    @property
    def scored_falsely(self) -> bool:
        """Whether it earned a pass that it may not have, or the right answer lost its own."""
        return (self.report.passed and "passed" not in self.attack.verdicts) or (
            not self.after.passed
        )


# --------------------------------------------------------------------------- reading the tries


def attacks() -> list[Attack]:
    """Every attack of the folder ``tries``, in order."""
    found: list[Attack] = []
    for path in sorted((HERE / "tries").glob("*.txt")):
        text = path.read_text("utf-8")
        read = {"calls": _calls, "tensors": _tensors}.get(path.stem, _entries)
        found += read(path.stem, text)
    return found


def _entries(kind: str, text: str) -> Iterator[Attack]:
    for entry in text.split("\n== ")[1:]:
        title, _, code = entry.partition("\n")
        match = TITLE.fullmatch(f"== {title}")
        assert match, title
        if "def double" not in code:
            code = f"def double(x):\n{textwrap.indent(code, '    ')}\n    return x * 2\n"
        if kind == "wire":
            code = (HERE / "line.py").read_text() + "\n\n" + code
        verdicts = tuple(match[3].split("|"))
        yield Attack(kind, match[1], code, verdicts, HASTY if match[2] else PLAIN)


def _tensors(kind: str, text: str) -> Iterator[Attack]:
    for line in text.splitlines():
        code, arrow, verdicts = line.partition(" -> ")
        if arrow:
            guard = "    if isinstance(x, str): raise TypeError(x)\n"
            whole = f"import torch\n\ndef double(x):\n{guard}    return {code}\n"
            yield Attack(kind, code, whole, tuple(verdicts.split("|")))


def _calls(kind: str, text: str) -> Iterator[Attack]:
    if os.uname().machine != "x86_64":
        return
    for line in text.splitlines()[2:]:
        pairs = [tuple(word.split()) for word in line.strip(" ,").split(", ")]
        calls = [(name, int(number)) for name, number in pairs]
        title = ", ".join(name for name, _ in calls)
        yield Attack(kind, title, CALLS.format(calls=calls), ("raised",))


# --------------------------------------------------------------------------- trying them


class Arena:
    """A planted folder, a grader over its course, and ears where a submission might call.

    Args:
        folder: an empty one, to plant the course and its surroundings in.
        off: layers of isolation that are switched off.
    """

    def __init__(self, folder: Path, off: frozenset[str] = frozenset()) -> None:
        self.root = folder / "root"
        subprocess.run([sys.executable, str(HERE / "plant.py"), str(self.root)], check=True)
        adopt_orphans()
        self.ears = [_ear(socket.AF_INET, ("127.0.0.1", 0))]
        self.port = self.ears[0].getsockname()[1]
        self.ears += [_ear(socket.AF_UNIX, place) for place in self._places()]
        os.environ["ATTACKS_TOKEN"] = TOKEN
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            self.grader = Grader(Course(self.root / "course"), off)
        # Only now: the template must not have known them.
        self.secrets = [*json.loads((folder / "secrets.json").read_text()), TOKEN]

    def _places(self) -> list[str]:
        return [str(self.root / "socket"), f"\0attacks-{os.getpid()}"]

    def close(self) -> None:
        """Ends the grader and closes the ears."""
        self.grader.close()
        for ear in self.ears:
            ear.close()

    def fill(self, text: str) -> str:
        """The text with the places of this arena in it: an attacker who knows them all."""
        words = {"COURSE": self.root / "course", "ROOT": self.root, "PORT": self.port}
        for word, value in {**words, "PID": os.getpid(), "FILE": "answer.py"}.items():
            text = text.replace(f"@{word}@", str(value))
        return text

    def run(self, tried: Sequence[Attack]) -> list[Outcome]:
        """What becomes of attacks of one exercise, each followed by a right answer."""
        warm = Attack("none", "a right answer", RIGHT, ("passed",), tried[0].exercise)
        tried = [warm, *tried]
        exercise = self.grader.course.find(tried[0].exercise)
        texts = [text for attack in tried for text in (self.fill(attack.text), RIGHT)]
        waiting: list[Report] = []
        outcomes: list[Outcome] = []
        before: dict[str, object] = {}  # taken after the first pair, when all is warm

        def done(report: Report) -> None:
            nonlocal before
            waiting.append(report)
            if len(waiting) == 2:
                outcome = Outcome(tried[len(outcomes)], *waiting)
                outcome.left = self.differences(before) + self.told(outcome.report)
                outcomes.append(outcome)
                waiting.clear()
                before = self.look()

        self.grader.check_all(exercise, map(handed, texts), done=done)
        return outcomes[1:]

    # ------------------------------------------------------------------ looking around

    def look(self) -> dict[str, object]:
        """Everything that an attack must leave as it is."""
        self.grader.launcher.prepare()  # there is a spare worker, and none that is still ending
        self.grader.launcher.settle()
        return {
            "files": _files(self.root),
            "shelves": sorted(p.name for s in SHELVES for p in Path(s).glob("attacks*")),
            "working folder": str(Path.cwd()),
            "processes": len(settled(os.getpid())),
            "descriptors": len(list(Path("/proc/self/fd").iterdir())),
            "environment": dict(os.environ),
            "comparisons": (torch.equal, torch.allclose, torch.Tensor.__eq__, isinstance),
            "default dtype": torch.get_default_dtype(),
            "gradients": torch.is_grad_enabled(),
            "calls": sum(_heard(ear) for ear in self.ears),
        }

    def differences(self, before: dict[str, object]) -> list[str]:
        """What is not as it was, in words."""
        now = self.look()
        return [
            f"{name}: {_difference(was, now[name])}"
            for name, was in before.items()
            if was != now[name]
        ]

    def told(self, report: Report) -> list[str]:
        """The secrets that a report gives away, and what in it might paint over a screen."""
        data = render_json(report)
        screen = render_terminal(report, width=80, color=False)
        found = [f"a secret is told: {s}" for s in self.secrets if s in data or s in screen]
        odd = sorted({c for c in screen if c != "\n" and not c.isprintable()})
        if odd:
            found.append(f"the screen holds {odd}")
        if len(data) > 1 << 20:
            found.append(f"the report has {len(data)} bytes")
        return found


def handed(text: str) -> Handed:
    """A text as it is handed in."""
    return Handed(text, Submission("answer.py", hashlib.sha256(text.encode()).hexdigest()))


def adopt_orphans() -> None:
    """Makes this process the parent of what its descendants leave behind, so that it is seen."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def settled(pid: int) -> set[int]:
    """As `descendants`, once those that are about to end have ended and been reaped; one that
    never is stays among them."""
    until = time.monotonic() + SETTLING
    while any(map(_is_ending, found := descendants(pid))) and time.monotonic() < until:
        time.sleep(0.002)
    return found


def _is_ending(pid: int) -> bool:
    """Whether a process frees its memory for good, or waits to be reaped."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return bool(int(fields[6]) & ENDING)
    return True  # it is gone by now


def descendants(pid: int) -> set[int]:
    """The numbers of all processes below one, those that have ended and wait to be reaped too."""
    parents = _parents()
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def children(pid: int) -> set[int]:
    """The numbers of the processes right below one."""
    return {child for child, parent in _parents().items() if parent == pid}


def _parents() -> dict[int, int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
    return parents


def _files(root: Path) -> dict[str, tuple[object, ...]]:
    found = {}
    for path in sorted(root.rglob("*")):
        info = path.lstat()
        text = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        names = info.st_mode, info.st_nlink, info.st_uid, info.st_mtime_ns
        found[str(path.relative_to(root))] = (*names, hashlib.sha256(text).hexdigest())
    return found


def _difference(was: object, now: object) -> str:
    if isinstance(was, dict) and isinstance(now, dict):
        return str(sorted(k for k in was.keys() | now.keys() if was.get(k) != now.get(k)))
    return f"{was} -> {now}"


def _ear(family: int, place: object) -> socket.socket:
    ear = socket.socket(family, socket.SOCK_STREAM)
    ear.bind(place)
    ear.listen()
    ear.setblocking(False)
    return ear


def _heard(ear: socket.socket) -> int:
    with contextlib.suppress(BlockingIOError):
        ear.accept()[0].close()
        return 1
    return 0
