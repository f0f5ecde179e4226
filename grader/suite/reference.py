"""The reference and the known wrongs, run in the trusted process on the grader's own inputs."""

from __future__ import annotations

import ast
import types
from pathlib import Path
from typing import Any

from grader.opened import read_course


class Reference:
    """A namespace made of the reference's text, and for a wrong its text after it.

    Args:
        path: of the reference.
        wrong: of a known wrong; what it does not define comes from the reference.
    """

    def __init__(self, path: Path, wrong: Path | None = None) -> None:
        self._module = types.ModuleType("reference")
        for file in (path, wrong) if wrong else (path,):
            exec(compile(read_course(file), str(file), "exec"), self._module.__dict__)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


def sentence(wrong: Path) -> str:
    """What the learner reads when their output equals this wrong's: its docstring's first line."""
    docstring = ast.get_docstring(ast.parse(wrong.read_text("utf-8"))) or ""
    return docstring.partition("\n")[0].strip()


def as_submission(reference: Path, wrong: Path) -> str:
    """The text of a wrong as a learner would hand it in: the reference's, then the wrong's own."""
    return f"{reference.read_text('utf-8')}\n\n{wrong.read_text('utf-8')}"


def keeps_state(wrong: Path) -> bool:
    """Whether a wrong may remember earlier calls: something at its top level can be filled."""
    body = ast.parse(wrong.read_text("utf-8")).body
    filled = (ast.Dict, ast.List, ast.Set, ast.Call)
    return any(isinstance(node, ast.Assign) and isinstance(node.value, filled) for node in body)
