"""Text made safe to show: no terminal escapes, no control characters, no reordering.

What a submission prints, raises or is called may try to paint over a verdict. Everything that a
screen shows passes through here first, ours included: it costs little and forgets nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TypeVar, cast

T = TypeVar("T")

LONGEST = 2000  # characters of one text; more would push the verdict off the screen
MOST_MARKS = 3  # combining marks on one letter; a tower of them paints over other lines

# Every class excludes what starts a sequence, so a long text is scanned once, never again
# from each start.
_ESCAPES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor, clearing
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"  # titles
    r"|\x1b[ -/]*[0-~]"
)


class _Replacements(dict[int, str]):
    """A table for str.translate that works out each character once."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _replacement(chr(code))
        return found


def _replacement(char: str) -> str:
    """The text that stands for a character on a screen; empty drops it."""
    category = unicodedata.category(char)
    if char == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if char == "\t":
        return "    "
    if category == "Zs":
        return " "
    # Cf holds the bidi overrides and the invisible joiners; a variation selector changes the
    # width of the letter before it, differently in each terminal.
    if category in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100":
        return ""
    if category in ("Cs", "Cn", "Co"):
        return char.encode("ascii", "backslashreplace").decode("ascii")
    return char


_REPLACEMENTS = _Replacements()


def clean(text: str, encoding: str = "utf-8") -> str:
    """The text with nothing in it but printable characters and newlines.

    A carriage return overwrites its line, as on a terminal. What the encoding cannot write
    becomes a backslash escape.
    """
    if "\r" in text:
        text = "\n".join(_after_return(line) for line in text.split("\n"))
    if "\x1b" in text or not text.isascii():  # else there is none: most texts need no pattern
        text = re.sub(_ESCAPES, "", text)
    shown = text.translate(_REPLACEMENTS)
    return shown if shown.isascii() else _encodable(_few_marks(shown), encoding)


def clean_record(record: T, encoding: str = "utf-8") -> T:
    """The same record of frozen dataclasses and tuples with every text in it cleaned."""
    value: object = record
    if isinstance(value, str) and not isinstance(value, Enum):
        value = clean(value, encoding)
    elif isinstance(value, tuple):
        value = tuple(clean_record(item, encoding) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: clean_record(getattr(value, f.name), encoding) for f in fields(value)}
        value = replace(value, **parts)
    return cast(T, value)


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text with its newlines and runs of spaces as single spaces, cut if very long."""
    return cut(" ".join(text[: 4 * longest].split()), longest)


def cut(text: str, longest: int) -> str:
    """The text itself, or its beginning and three dots."""
    return text if len(text) <= longest else text[: longest - 3] + "..."


def cell_width(text: str) -> int:
    """How many columns of a terminal the cleaned text takes."""
    return len(text) if text.isascii() else sum(map(cells, text))


@lru_cache(maxsize=4096)
def cells(char: str) -> int:
    """Columns for one character: none for a combining mark, two for a wide letter."""
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _after_return(line: str) -> str:
    """What a terminal leaves of a line with carriage returns in it."""
    return line.rstrip("\r").rpartition("\r")[2]


def _few_marks(text: str) -> str:
    """The text without towers of combining marks."""
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if char > "\u02ff" and cells(char) == 0 else 0
        if run <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _encodable(text: str, encoding: str) -> str:
    """The text as a stream with that encoding can write it."""
    try:
        return text.encode(encoding, "backslashreplace").decode(encoding, "ignore")
    except LookupError:
        return text.encode("ascii", "backslashreplace").decode("ascii")
