"""Writes the course with its secrets, and what else a submission must not touch, into a folder.

Run as a program: whoever starts it does not learn the secrets, so that no fork of it knows them.
"""

from __future__ import annotations

import json
import re
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).parent
PRIVATE = {  # what lies around a grader: name and text, in which @NAME@ is a secret
    "progress/attempts.json": '{"attempt": "@PROGRESS@"}',
    "submissions/other.py": "def double(x):\n    return x + x  # @OTHER@\n",
    "home/.ssh/id": "@KEY@",
    "home/notes.txt": "@NOTES@",
}


def plant(root: Path) -> None:
    """All files below ``root``; ``secrets.json`` beside it lists the secrets."""
    known: list[str] = []

    def secret(match: re.Match[str]) -> str:
        known.append(f"{match[1].lower()}-{secrets.token_hex(8)}")
        return known[-1]

    texts = {f"course/{p.relative_to(HERE / 'course')}": p.read_text() for p in _course()}
    for name, text in (texts | PRIVATE).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub("@([A-Z]+)@", secret, text))
    (root.parent / "secrets.json").write_text(json.dumps(known))


def _course() -> list[Path]:
    return sorted((HERE / "course").glob("*/*.py"))


if __name__ == "__main__":
    plant(Path(sys.argv[1]))
