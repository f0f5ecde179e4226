"""Which exercise a file's name means, and which files are nobody's answer."""

from __future__ import annotations

import re

from grader.catalog import Course, Exercise

SUFFIXES = (".py", ".ipynb")
# What systems, editors and tools leave about; nobody hands these in.
_LITTER_FOLDERS = frozenset(
    {"__MACOSX", "__pycache__", ".git", ".github", ".ipynb_checkpoints", ".vscode", ".idea"}
    | {".pytest_cache", ".venv", "venv", "node_modules"}
)
_LITTER_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitattributes"})
_COPY = re.compile(r"(?:[ _-]?\((\d{1,3})\)|-(\d{1,3})|[ _-]copy)$", re.IGNORECASE)


def is_litter(path: str) -> bool:
    """Whether a path is one that nobody handed in."""
    *folders, name = path.split("/")
    return (
        name in _LITTER_FILES
        or name.startswith("._")
        or any(folder in _LITTER_FOLDERS for folder in folders)
    )


class Names:
    """Finds the exercise that a file's name means.

    Args:
        course: whose exercises they are.
        only: the one exercise that every file is an answer to, if the caller says so.
    """

    def __init__(self, course: Course, only: Exercise | None = None) -> None:
        self._only = only
        self._slugs = {e.slug: e.slug for e in course.exercises}
        self._words = {e.slug[3:]: e.slug for e in course.exercises}
        self._numbers = {e.number: e.slug for e in course.exercises}
        self._example = course.exercises[0].slug

    def exercise(self, name: str) -> tuple[str, int] | None:
        """The slug, and how often the file was handed in again (``-1`` is 1); None if unknown."""
        stem, suffix = split(name)
        if suffix not in SUFFIXES:
            return None
        again = 0
        slug = self._find(stem)
        if slug is None and (copy := _COPY.search(stem)):
            again = int(copy.group(1) or copy.group(2) or 1)
            slug = self._find(stem[: copy.start()])
        if self._only is not None:
            copy = _COPY.search(stem)
            return self._only.slug, again or (int(copy.group(2) or 0) if copy else 0)
        return None if slug is None else (slug, again)

    def _find(self, stem: str) -> str | None:
        wanted = stem.strip().lower().replace("-", "_").replace(" ", "_")
        return (
            self._slugs.get(wanted)
            or self._words.get(wanted)
            or self._numbers.get(wanted)
            or self._numbers.get(wanted.removeprefix("exercise").strip("_").zfill(2))
        )

    def why_not(self, name: str) -> str:
        """Why a file's name means no exercise."""
        suffix = split(name)[1]
        if suffix not in SUFFIXES:
            return f"{suffix or 'a file without an ending'} is neither .py nor .ipynb"
        return f"no exercise is called so; a name is understood as in {self._example}.py"


def split(name: str) -> tuple[str, str]:
    """A file's name before its last ending, and the ending in small letters."""
    stem, dot, ending = name.rpartition(".")
    return (stem, f".{ending.lower()}") if dot and stem else (name, "")
