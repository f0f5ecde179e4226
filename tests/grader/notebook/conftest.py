"""A real Jupyter kernel, driven by nbclient, and what its cells showed."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grader.catalog import Course


@dataclass(frozen=True)
class Shown:
    """What one cell showed."""

    plain: str = ""  # of its results, as text
    html: str = ""
    printed: str = ""
    warned: str = ""
    error: str = ""

    @classmethod
    def of(cls, cell: nbformat.NotebookNode) -> Shown:
        data = [o.data for o in cell.outputs if "data" in o]
        return cls(
            "\n".join(each.get("text/plain", "") for each in data),
            "".join(each.get("text/html", "") for each in data),
            said(cell, "stdout"),
            said(cell, "stderr"),
            "\n".join(line for o in cell.outputs if "traceback" in o for line in o.traceback),
        )


def said(cell: nbformat.NotebookNode, stream: str) -> str:
    """What a cell wrote to one of its streams."""
    pieces = [o for o in cell.outputs if o.output_type == "stream" and o.name == stream]
    return "".join(piece.text for piece in pieces)


def toy_cell(course: Course) -> str:
    """A first cell that puts a course of the test's own in place of the one that comes along."""
    return textwrap.dedent(f"""
        from pathlib import Path
        import grader.catalog
        course = grader.catalog.Course(Path({str(course.root)!r}))
        grader.catalog.bundled_course = lambda: course
        from grader.notebook import check, hint, progress
    """)


def run_notebook(cells: list[str], folder: Path) -> list[Shown]:
    """What each cell showed."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(textwrap.dedent(text).lstrip("\n")) for text in cells]
    )
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return [Shown.of(cell) for cell in notebook.cells]


@pytest.fixture(scope="session")
def run_cells() -> Callable[[list[str], Path], list[Shown]]:
    """Runs cells in a kernel of their own, in that folder, over the course that comes along."""
    return run_notebook


@pytest.fixture
def notebook(tmp_path: Path, make_course: Callable[..., Course]) -> Callable[..., list[Shown]]:
    """Runs cells in a fresh kernel over the toy course; the folder is no workspace at first."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    course = make_course()

    def run(*cells: str) -> list[Shown]:
        return run_notebook([toy_cell(course), *cells], folder)[1:]

    return run
