"""What two versions of a file differ in, line by line."""

from __future__ import annotations

import difflib

from grader.progress.texts import as_bytes


def differences(old: str, new: str, old_name: str, new_name: str) -> list[str]:
    """A unified diff without line ends; empty where the texts show the same lines."""
    lines = difflib.unified_diff(_lines(old), _lines(new), old_name, new_name, lineterm="")
    return list(lines)


def _lines(text: str) -> list[str]:
    """The lines as an editor shows them."""
    shown = as_bytes(text).decode("utf-8", "replace")
    return shown.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
