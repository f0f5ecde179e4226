"""The session in the README is what the program says: recorded from it, and compared here.

``python tests/grader/test_session.py`` records it again.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
README = CHECKOUT / "README.md"
SESSION = re.compile(r"<!-- session -->\n```\n(.*?)\n?```\n<!-- /session -->", re.S)
FIRST_TRY = """
def add(a, b):
    out = torch.zeros(a.shape[0])
    for i in range(a.shape[0]):
        out[i] = a[i] + b[i]
    return out


def mul(a, b):
    out = torch.zeros(a.shape[0])
    for i in range(a.shape[0]):
        out[i] = a[i] * b[i]
    return out
"""
STEPS: tuple[str | tuple[str, str], ...] = (
    "learn init learn-torch",
    "cd learn-torch",
    "learn check 02",
    ("write add and mul into exercises/02_elementwise.py", "first"),
    "learn check 02",
    "learn hint 02",
    ("mend it", "reference"),
    "learn check 02",
)
SHOWN = 16  # lines of one answer; the rest is left out


def recorded() -> str:
    """The session, played in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        lines: list[str] = []
        for step in STEPS:
            if isinstance(step, tuple):
                lines += [f"# {step[0]}", ""]
                _write(here / "exercises" / "02_elementwise.py", step[1])
            elif step.startswith("cd "):
                lines += [f"$ {step}"]
                here /= step.removeprefix("cd ")
            else:
                lines += [f"$ {step}", *_said(step, here), ""]
        return "\n".join(lines).rstrip()


def _write(file: Path, which: str) -> None:
    if which == "first":
        stub = file.read_text("utf-8")
        file.write_text(stub[: stub.index("\ndef ")] + FIRST_TRY, "utf-8")
    else:
        file.write_bytes((CHECKOUT / "solutions" / file.name).read_bytes())


def _said(command: str, here: Path) -> list[str]:
    words = [sys.executable, "-m", "grader.cli", *command.split()[1:]]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(CHECKOUT)}
    environment |= {"PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(words, cwd=here, env=environment, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    lines = done.stdout.rstrip("\n").split("\n")
    return lines if len(lines) <= SHOWN else [*lines[: SHOWN - 1], "..."]


def _plain(session: str) -> str:
    """Without what differs from run to run and from machine to machine: seconds, the GPU."""
    session = re.sub(r"\d+\.\d\d s", "0.00 s", session)
    session = re.sub(r"^ *(cuda|cpu ok).*\n", "", session, flags=re.M)
    return re.sub(r" +", " ", session)


def test_the_session_in_the_readme_is_what_the_program_says() -> None:
    found = SESSION.search(README.read_text("utf-8"))
    assert found is not None
    assert _plain(found[1]) == _plain(recorded())


if __name__ == "__main__":
    text = f"<!-- session -->\n```\n{recorded()}\n```\n<!-- /session -->"
    new = SESSION.sub(lambda _: text, README.read_text("utf-8"))
    README.write_text(new, "utf-8")
