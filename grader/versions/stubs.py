"""The stub of an exercise as the course gave it, even where the learner works in the course itself.

In a checkout of the course exercises/ holds the learner's answers; the untouched stub is in git.
"""

from __future__ import annotations

import ast
import subprocess

from grader.catalog import Exercise
from grader.declared import is_stub
from grader.errors import UsageError
from grader.workspace import Workspace

_COMMITS = ("origin/HEAD", "HEAD")  # as published first: the learner may commit answers
_PATIENCE = 10.0  # seconds for git


def stub_of(exercise: Exercise, workspace: Workspace) -> bytes:
    """The bytes that the learner started from.

    Raises UsageError when the workspace is the course itself and git does not have them.
    """
    if not workspace.is_course(exercise):
        return exercise.stub.read_bytes()
    name = f"exercises/{exercise.stub.name}"
    for commit in _COMMITS:
        data = _from_git(workspace, f"{commit}:./{name}")
        if data is not None and _raises(data):
            return data
    raise UsageError(
        f"the stub of {exercise.slug} is not to be had",
        "this folder is the course itself, and git has no untouched version of the file",
        f"git log {name}    shows the versions that git has",
    )


def _from_git(workspace: Workspace, name: str) -> bytes | None:
    command = ["git", "-C", str(workspace.root), "show", name]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _raises(data: bytes) -> bool:
    """Whether anything in the text still raises NotImplementedError, as a stub does."""
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(n, ast.FunctionDef) and is_stub(n) for n in ast.walk(tree))
