from __future__ import annotations

import sys

import pytest

from grader.catalog import bundled_course
from grader.errors import UsageError
from grader.shows.loaded import Loaded, NotShown, ready

FIT = bundled_course().find("25")
REST = "\n\nclass Bigram: pass\ndef train_bigram(ids, v, steps): pass\ndef generate(model, idx, n, generator): pass\n"


@pytest.fixture
def load(tmp_path):
    def loaded(text: str) -> Loaded:
        path = tmp_path / "25_bigram.py"
        path.write_text(text + REST, encoding="utf-8")
        return Loaded(ready(FIT, path, "mine.py"), "25")

    return loaded


def test_an_untouched_stub_is_said_to_be_so():
    with pytest.raises(NotShown) as caught:
        ready(FIT, FIT.stub, "25_bigram.py")
    assert caught.value.failure.rationale.startswith("not started")
    assert caught.value.exit_code == 1


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError):
        ready(FIT, tmp_path / "none.py", "none.py")


@pytest.mark.parametrize("end", ["1 / 0", "raise SystemExit(3)", "import no_such_thing"])
def test_a_file_that_raises_is_told_by_its_own_line(load, end):
    with pytest.raises(NotShown) as caught:
        load(f"x = 1\n{end}\n")
    failure = caught.value.failure
    assert failure.rationale == "your file raised, so the show stops here"
    assert failure.line == 2
    assert failure.exception


def test_what_raises_later_names_the_entry_and_shows_no_line_of_ours(load):
    loaded = load("def boom():\n    return {}['no key']\n")
    with pytest.raises(NotShown) as caught:
        loaded.call("boom")
    failure = caught.value.failure
    assert failure.rationale == "your boom raised, so the show stops here"
    assert failure.exception == "KeyError: 'no key'"
    assert [frame.line for frame in failure.frames] == [2]


def test_a_name_that_is_not_there(load):
    with pytest.raises(NotShown, match="your file has no nothing"):
        load("").get("nothing")


def test_an_interrupt_goes_through(load):
    loaded = load("def stop():\n    raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        loaded.call("stop")


def test_the_module_is_no_main_program(load):
    loaded = load("ran = []\nif __name__ == '__main__':\n    ran.append(1)\n")
    assert loaded.get("ran") == []
    assert sys.modules["submission"] is not None
