"""The learner's editor: which one it is, and a file opened in it without waiting for it.

An editor that runs in the terminal would take the screen from who calls it: it is started only
where the caller says that the terminal is free. One that is not known counts as such.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError

# Editors with a window of their own: how each is told a line. {file}, {line}.
_GOTO = ("-r", "-g", "{file}:{line}")
_COLON = ("{file}:{line}",)
_PLUS = ("+{line}", "{file}")
WINDOWS = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), _GOTO),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor", "pulsar", "lapce"), _COLON),
    **dict.fromkeys(("gedit", "gnome-text-editor", "gvim", "mousepad", "xed", "pluma"), _PLUS),
    **dict.fromkeys(("idea", "pycharm", "charm", "fleet"), ("--line", "{line}", "{file}")),
    **dict.fromkeys(("kate", "mate", "bbedit"), ("-l", "{line}", "{file}")),
    **dict.fromkeys(("kwrite", "geany"), ("--line", "{line}", "{file}")),
    "notepad++": ("-n{line}", "{file}"),
    "thonny": ("{file}",),
}
# Editors in the terminal that take a line otherwise than by +LINE.
TERMINALS = {"hx": _COLON, "helix": _COLON, "micro": _PLUS, "ed": ("{file}",)}
_WAITING = {"-w", "--wait", "--block"}  # for git's sake in many a VISUAL; we never wait
_STARTED: list[subprocess.Popen[bytes]] = []  # held, so that Python does not mourn them
_PATIENCE = 0.3  # seconds in which an editor that cannot start says so


@dataclass(frozen=True)
class Editor:
    """An editor as the learner's environment names it.

    ``command``: its words. ``window``: it has a window of its own. ``source``: what named it.
    """

    command: tuple[str, ...]
    window: bool
    source: str

    @property
    def name(self) -> str:
        """Its program's name."""
        return Path(self.command[0]).name.removesuffix(".exe").removesuffix(".cmd")

    def words(self, path: Path, line: int | None) -> list[str]:
        """The command that opens the file."""
        table = WINDOWS if self.window else TERMINALS
        form = table.get(self.name, ("{file}",) if self.window else _PLUS)
        if line is None:
            form = (*(("-r",) if form is _GOTO else ()), "{file}")
        # Not format(): a file's name may hold braces.
        words = [w.replace("{line}", str(line)).replace("{file}", str(path)) for w in form]
        return [*self.command, *(word for word in words if word not in self.command)]


def find_editor(environ: Mapping[str, str], wish: str = "") -> Editor:
    """The editor: the wish, $VISUAL, $EDITOR, or VS Code if it is installed.

    Raises UsageError, with the way to name one, when there is none or it cannot be run.
    """
    named = [("--edit-cmd", wish), *((f"${n}", environ.get(n, "")) for n in ("VISUAL", "EDITOR"))]
    for source, value in named:
        if value.strip():
            return _editor(value, source, environ)
    for program in ("code", "codium", "cursor"):
        if shutil.which(program, path=environ.get("PATH")):
            return Editor((program,), True, "PATH")
    raise UsageError(
        "there is no editor to open the file with",
        "neither VISUAL nor EDITOR is set, and VS Code's command code is not installed",
        "export VISUAL=nano    (or code, vim, subl, ...), then again",
    )


def _editor(value: str, source: str, environ: Mapping[str, str]) -> Editor:
    try:
        words = [word for word in shlex.split(value) if word not in _WAITING]
    except ValueError as error:
        raise UsageError(f"{source} is {value!r}", f"that is no command: {error}") from None
    if not words or shutil.which(words[0], path=environ.get("PATH")) is None:
        raise UsageError(
            f"{source} is {value!r}",
            "there is no such program",
            "export VISUAL=code    or vim, ...",
        )
    editor = Editor(tuple(words), False, source)
    server = editor.name == "emacsclient" and "-n" in words
    return Editor(tuple(words), editor.name in WINDOWS or server, source)


def open_file(
    path: Path,
    line: int | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    wish: str = "",
    terminal: bool = False,
) -> str:
    """Opens the file in the learner's editor; says in words what was done.

    An editor with a window is started and left alone. One that runs in the terminal is waited for,
    and started only if ``terminal`` says that the terminal is free.

    Args:
        path: of the file.
        line: to go to.
        environ: where the editor is named.
        wish: an editor's command that goes before those.
        terminal: whether the caller lends its terminal.

    Raises UsageError when there is no editor, or it may not have the terminal, or cannot start.
    """
    editor = find_editor(environ, wish)
    words = editor.words(path, line)
    if not editor.window and not terminal:
        raise UsageError(
            f"{editor.name} runs in the terminal, which is not free here",
            f"open {path} in another one",
            "export VISUAL=code    for one with a window",
        )
    try:
        if editor.window:
            _start(words, environ)
            return f"opened in {editor.name}"
        done = subprocess.run(words, env=dict(environ), check=False)
    except OSError as error:
        raise UsageError(f"{editor.name} cannot be started", str(error.strerror)) from None
    if done.returncode:
        raise UsageError(f"{editor.name} ended with exit code {done.returncode}")
    return f"{editor.name} is closed"


def _start(words: list[str], environ: Mapping[str, str]) -> None:
    """Starts a program that outlives this one and has nothing to do with its terminal.

    Raises UsageError when it ends at once with an error.
    """
    child = subprocess.Popen(
        words,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _STARTED.append(child)
    with contextlib.suppress(subprocess.TimeoutExpired):
        code = child.wait(_PATIENCE)
        if code:
            raise UsageError(f"{Path(words[0]).name} ended at once with exit code {code}")
