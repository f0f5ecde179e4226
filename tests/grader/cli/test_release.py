from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_says_what_was_made_and_what_to_do_with_it(learn) -> None:
    said = learn(
        "release", "gradescope", "--name", "hw1", "--exercise", "1", "--exercise", "double"
    )
    assert said.code == 0
    first, second, third = said.out.splitlines()
    assert first == "releases/hw1-gradescope-1.zip   1 exercise"
    assert second.startswith("release 1 of hw1, ")
    assert third == "next: upload it under Configure Autograder"
    assert learn("release", "gradescope", "--name", "hw1", "--exercise", "1").out == said.out


def test_words_that_do_not_fit_are_usage_errors_and_make_nothing(learn) -> None:
    for arguments in (
        ["canvas"],
        ["github"],
        ["student", "--exercise", "66"],
        ["student", "--name", "../up"],
        ["student", "--rubric", "nowhere.toml"],
    ):
        said = learn("release", *arguments)
        assert said.code == 2, arguments
        assert said.err
    assert not list(Path().rglob("*.zip"))


def test_a_folder_that_cannot_be_made_is_told(learn) -> None:
    Path("taken").write_text("a file")
    said = learn("release", "docker", "--output", "taken/out")
    assert said.code == 2
    assert "taken/out" in said.err
