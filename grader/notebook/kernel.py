"""The seam to IPython: its history, its names, its display. Only looked for, never imported."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from grader.errors import LearnError, UsageError

F = TypeVar("F", bound=Callable[..., Any])


class NotebookError(LearnError):
    """An error as a notebook shows it: its lines, without the way through our code."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Interrupted(KeyboardInterrupt):
    """The learner's own interrupt; it ends what "run all" was about to run, as any other."""

    def _render_traceback_(self) -> list[str]:
        return ["interrupted: this check was ended, and nothing was kept of it"]


def told(call: F) -> F:
    """The call, with an error for the learner in the form that a notebook shows well."""

    @wraps(call)
    def safe(*args: object, **kwargs: object) -> object:
        try:
            return call(*args, **kwargs)
        except LearnError as error:
            raised = NotebookError(error.what, error.found, error.next_step)
            raised.exit_code = error.exit_code
            raise raised from None
        except KeyboardInterrupt:
            raise Interrupted from None

    return cast(F, safe)


class Kernel:
    """The notebook around us.

    Args:
        shell: IPython's InteractiveShell.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell

    @property
    def names(self) -> dict[str, object]:
        """The notebook's own namespace."""
        return cast(dict[str, object], self.shell.user_ns)

    def cells(self) -> list[tuple[int, str]]:
        """The cells that were run, each with its number, as they were typed; the last is this."""
        typed: list[str] = self.shell.history_manager.input_hist_raw
        return [(number, text) for number, text in enumerate(typed) if number and text.strip()]

    def plain(self, text: str) -> str:
        """A cell with its magics and shell lines turned into calls of ``get_ipython()``."""
        try:
            return str(self.shell.transform_cell(text))
        except SyntaxError:
            return text

    def run(self, text: str) -> None:
        """Runs a text as a cell of the notebook; what it raises is shown there.

        Raises NotebookError then, so that "run all" stops at it.
        """
        if not self.shell.run_cell(text, store_history=False).success:
            raise NotebookError("the cell itself ended with the error above")

    def show(self, what: object) -> None:
        """Shows an object below the cell, now."""
        sys.modules["IPython"].display.display(what)

    def register(self, magic: Callable[..., None], name: str) -> None:
        """Makes a function the magic ``%name`` and ``%%name``."""
        self.shell.register_magic_function(magic, "line_cell", name)


def find_kernel() -> Kernel | None:
    """The IPython around us; None in any other Python."""
    found = sys.modules.get("IPython")
    shell = found.get_ipython() if found is not None else None
    return Kernel(shell) if shell is not None else None


def kernel() -> Kernel:
    """The IPython around us.

    Raises UsageError outside of one.
    """
    found = find_kernel()
    if found is None:
        raise UsageError(
            "grader.notebook works in a notebook, and this Python runs outside of IPython",
            "",
            "learn check    does the same on the command line",
        )
    return found
