"""A name for each student's file: the id where that is a plain word, never a way out of a folder.

Two ids never share a file: a name that is not the id itself ends in a digest of it, after a sign
that no plain word has.
"""

from __future__ import annotations

import re

LONGEST = 80
_PLAIN = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9_.@+-]{{0,{LONGEST - 1}}}")


def file_name(id: str) -> str:
    """The name, without an ending."""
    if _PLAIN.fullmatch(id):
        return id
    from hashlib import sha256  # slow to import, and seldom needed

    digest = sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    words = re.sub(r"[^A-Za-z0-9_.@+-]+", "_", id[:LONGEST]).strip("._-")
    return f"{words}~{digest}"
