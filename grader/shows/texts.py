"""The texts that the shows learn from, read from this Python: the package holds none itself.

Lengths and characters differ from one Python to the next, so nothing about them is written down.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import random
import unicodedata
from dataclasses import dataclass

# Symbols, pictographs, faces, transport, and their later supplements.
EMOJI_BLOCKS = ((0x2600, 0x26FF), (0x1F300, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF))


@dataclass(frozen=True)
class Text:
    """A text, what to call it, and how a sample of its kind begins."""

    name: str
    text: str
    opening: str


def emoji_names() -> list[str]:
    """The names of the emoji that this Python knows, in the order of their code points."""
    codes = (code for first, last in EMOJI_BLOCKS for code in range(first, last + 1))
    return [name for code in codes if (name := unicodedata.name(chr(code), ""))]


def long_text() -> Text:
    """Python's own manual; where a Python comes without it, the emoji names in a mixed order."""
    try:
        from pydoc_data.topics import topics
    except ImportError:
        names = emoji_names()
        random.Random(0).shuffle(names)  # in order, the held-out end would be of another kind
        return Text("the names of the emoji (unicodedata)", "\n".join(names) + "\n", "\n")
    return Text("Python's manual (pydoc_data.topics)", "\n\n".join(topics.values()), "The ")


def zen() -> str:
    """The Zen of Python, decoded from the module `this`, whose print at import is not shown."""
    with contextlib.redirect_stdout(io.StringIO()):
        import this
    return codecs.decode(this.s, "rot13")
