"""The real program in a pseudo-terminal, over the toy course."""

from __future__ import annotations

import os
import re
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from grader.catalog import Course
from grader.workspace import start_workspace

CHECKOUT = Path(__file__).resolve().parents[3]
DRIVER = Path(__file__).with_name("driver.py")
PATIENCE = 60  # seconds after which a screen that does not come is a failure
FRAME = re.compile(r"\x1b\[\?7l\x1b\[H(.*?)\x1b\[K\x1b\[J\x1b\[\?7h", re.DOTALL)


class Watched:
    """A program on a terminal, its screens, and the learner at the keys."""

    def __init__(self, child: Any, root: Path) -> None:
        self.child = child
        self.root = root
        self.before = termios.tcgetattr(child.child_fd)
        self.frame = ""

    def path(self, slug: str = "01_double") -> Path:
        """The learner's file."""
        return self.root / "exercises" / f"{slug}.py"

    def until(self, *texts: str, without: str = "\0") -> str:
        """The next screen that holds all of these texts, and none of ``without``; in plain text."""
        while True:
            self.child.expect(FRAME)
            self.frame = self.child.match.group(1)
            plain = self.plain
            if all(text in plain for text in texts) and without not in plain:
                return plain

    @property
    def plain(self) -> str:
        """The last screen without its colours."""
        text = self.frame.replace("\x1b[K", "").replace("\r\n", "\n")
        return re.sub(r"\x1b\[[0-9;]*m", "", text)

    def press(self, keys: str) -> None:
        """Types."""
        self.child.send(keys)

    def ends(self) -> int:
        """Waits for the end: the exit code, or minus the signal that ended it."""
        self.child.expect(pexpect.EOF)
        self.child.wait()
        return -self.child.signalstatus if self.child.signalstatus else self.child.exitstatus

    def is_restored(self) -> bool:
        """Whether the terminal's modes are as they were found."""
        return termios.tcgetattr(self.child.child_fd) == self.before

    def family(self) -> set[int]:
        """The program's process and all that came of it."""
        return descendants(self.child.pid)


def descendants(pid: int) -> set[int]:
    """A process and its children's children, by number."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    found = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def gone(pids: set[int]) -> bool:
    """Whether all of these processes end; a process that only waits to be reaped has ended."""
    deadline = time.monotonic() + PATIENCE
    while any(map(_running, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def all_gone() -> Callable[[set[int]], bool]:
    """Tells whether processes end."""
    return gone


@pytest.fixture
def toy(make_course: Callable[..., Course]) -> Course:
    """The toy course, on disk."""
    return make_course()


@pytest.fixture
def workspace(toy: Course, tmp_path: Path) -> Path:
    """A fresh workspace of it."""
    root = tmp_path / "mine"
    start_workspace(toy, root)
    return root


@pytest.fixture
def on_terminal(toy: Course, workspace: Path) -> Iterator[Callable[..., Watched]]:
    """Starts the program in the workspace; whatever is left of it is ended afterwards."""
    children: list[Any] = []

    def start(
        *arguments: str,
        columns: int = 80,
        rows: int = 40,
        cwd: Path = workspace,
        program: str = sys.executable,
        **extra: str,
    ) -> Watched:
        """``program``: a shell, that starts the program by ``$LEARN``."""
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm", **extra}
        command = [sys.executable, str(DRIVER), str(toy.root)]
        environment["LEARN"] = " ".join(command)
        for name in {"NO_COLOR", "COLUMNS", "LINES", "CI", "VISUAL", "EDITOR"} - set(extra):
            environment.pop(name, None)
        child = pexpect.spawn(
            program,
            [*(command[1:] if program == sys.executable else ()), *arguments],
            cwd=str(cwd), env=environment, dimensions=(rows, columns), encoding="utf-8",
            timeout=PATIENCE, maxread=1 << 16,
        )  # fmt: skip
        children.append(child)
        return Watched(child, workspace)

    yield start
    for child in children:
        child.close(force=True)
