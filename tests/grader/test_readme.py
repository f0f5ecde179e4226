"""The README tells the truth: its commands exist, its table of contents is the course's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.catalog import bundled_course
from grader.cli.main import COMMANDS, learn

CHECKOUT = Path(__file__).resolve().parent.parent.parent
README = (CHECKOUT / "README.md").read_text("utf-8")


def contents() -> str:
    """The table of contents as it must stand in the README."""
    rows = ["| | exercise | minutes |", "|---|---|---|"]
    exercises = bundled_course().exercises
    for e in exercises:
        link = f"[{e.title}](exercises/{e.slug}.py)"
        rows.append(f"| {e.number} | {link} | {e.settings.minutes} |")
    hours = sum(e.settings.minutes for e in exercises) / 60
    head = f"## The course: {len(exercises)} exercises, about {hours:.0f} hours"
    return "\n".join([head, "", *rows])


def test_its_table_of_contents_is_the_courses() -> None:
    between = re.search(r"<!-- contents -->\n(.*?)\n?<!-- /contents -->", README, re.S)
    assert between is not None
    assert between[1].strip() == contents()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`learn ([a-z]+)", README))))
def test_every_command_it_names_exists(name: str) -> None:
    assert name in COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_it_names_every_command(name: str) -> None:
    assert f"learn {name}" in README


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    answer = CliRunner().invoke(learn, [name, "--help"])
    assert answer.exit_code == 0
    assert len(answer.output) > 40


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(grader/[\w/]+\.\w+)`", README))))
def test_every_file_it_names_exists(path: str) -> None:
    assert (CHECKOUT / path).is_file()


if __name__ == "__main__":  # python tests/grader/test_readme.py rewrites the table of contents
    text = f"<!-- contents -->\n{contents()}\n<!-- /contents -->"
    new = re.sub(r"<!-- contents -->.*<!-- /contents -->", lambda _: text, README, flags=re.S)
    (CHECKOUT / "README.md").write_text(new, "utf-8")
