from __future__ import annotations

import sys

from grader.shows import texts


def test_emoji_names_are_those_of_this_python():
    names = texts.emoji_names()
    assert "SNOWMAN" in names
    assert len(names) == len(set(names)) > 1000


def test_a_python_without_its_manual_reads_emoji_names(monkeypatch):
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    found = texts.long_text()
    assert "emoji" in found.name
    assert sorted(found.text.split("\n")[:-1]) == sorted(texts.emoji_names())
    assert found.opening in found.text


def test_the_manual_is_long_and_its_opening_is_in_it():
    found = texts.long_text()
    assert len(found.text) > 20_000
    assert set(found.opening) <= set(found.text)


def test_the_zen_is_decoded_and_nothing_is_printed(capsys):
    sys.modules.pop("this", None)
    assert texts.zen().startswith("The Zen of Python, by Tim Peters")
    assert capsys.readouterr().out == ""
