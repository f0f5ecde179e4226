"""A notebook's code cells as one text; magics, shell lines and questions are dropped.

The format is JSON with a list of cells, so the standard library reads it. A dropped line becomes
``pass`` at its own indentation, so that a block which held nothing else still parses. Nothing is
parsed as Python: a scanner follows strings and brackets, because a line that begins with ``%``
inside of them is the learner's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from grader.submission import Unreadable

MOST_BYTES = 16 << 20  # outputs hold pictures
# These run the cell's body as Python of this very module; every other cell magic is not ours.
_TRANSPARENT = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun"})
_ASSIGNED = re.compile(r"^\s*[A-Za-z_][\w.,\s]*=\s*[!%](?!=)")
_CALLED = re.compile(r"^\s*get_ipython\(\)\.\w+\(.*\)\s*(#.*)?$")  # as exports write magics
_HELP = re.compile(r"^\s*\?{1,2}[\w.*%]+\s*$|^\s*%{0,2}[\w.*]+\?{1,2}\s*$")


def notebook_text(data: bytes, shown: str) -> str:
    """The code of a notebook's bytes.

    Raises Unreadable when it is none, or has no code.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{shown} has more than {MOST_BYTES >> 20} MiB", "", "clear its outputs")
    try:
        record = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{shown} is no notebook", f"not JSON: {str(error)[:100]}") from None
    texts = [_code(source) for source in _sources(record)]
    code = "\n\n".join(text for text in texts if text.strip())
    if not code:
        raise Unreadable(f"{shown} has no code cell", "", "hand in the notebook with its code")
    return code + "\n"


def _sources(record: Any) -> Iterator[str]:
    """The source of each code cell, in order; format 3 keeps its cells in worksheets."""
    record = record if isinstance(record, dict) else {}
    sheets = record.get("worksheets")
    holders = [record, *(sheets if isinstance(sheets, list) else [])]
    for holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        for cell in cells if isinstance(cells, list) else []:
            if isinstance(cell, dict) and cell.get("cell_type") == "code":
                source = cell.get("source", cell.get("input", ""))
                lines = source if isinstance(source, list) else [source]
                yield "".join(line for line in lines if isinstance(line, str))


def _code(source: str) -> str:
    """A cell's Python, line by line."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        magic = lines[first][2:].split(maxsplit=1)
        if not magic or magic[0] not in _TRANSPARENT:
            return ""
        lines = lines[first + 1 :]
    kept, scanner = [], _Scanner()
    dropped = False  # the line before was dropped and goes on in this one
    for line in lines:
        if dropped or (scanner.at_start and _is_magic(line)):
            kept.append("" if dropped else line[: len(line) - len(line.lstrip())] + "pass")
            dropped = line.rstrip().endswith("\\")
        else:
            scanner.read(line)
            kept.append(line)
    return "\n".join(kept)


def _is_magic(line: str) -> bool:
    start = line.lstrip()
    return (
        start.startswith(("%", "!"))
        or _ASSIGNED.match(line) is not None
        or _CALLED.match(line) is not None
        or ("?" in line and _HELP.match(line) is not None)
    )


class _Scanner:
    """Follows lines of Python just closely enough to know where a statement can begin."""

    _TOKEN = re.compile(r"\\.|'''|\"\"\"|['\"]|#|[(\[{]|[)\]}]", re.DOTALL)

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False

    @property
    def at_start(self) -> bool:
        """Whether the next line begins a statement."""
        return not self._quote and not self._depth and not self._continued

    def read(self, line: str) -> None:
        """Takes one line in."""
        for found in self._TOKEN.finditer(line):
            token = found.group()
            if self._quote:
                if token == self._quote or token[0] == self._quote:
                    self._quote = ""
            elif token == "#":
                break
            elif token[0] in "'\"":
                self._quote = token
            elif token in "([{":
                self._depth += 1
            elif token in ")]}":
                self._depth = max(0, self._depth - 1)
        self._continued = line.endswith("\\")
        if len(self._quote) == 1 and not self._continued:
            self._quote = ""  # an open single quote ends with its line
