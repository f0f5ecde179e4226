"""Reading hostile texts: in a process of its own that can do nothing, and may end."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from grader.similar import Reader
from grader.similar.shape import prints

TEXT = "def f(x):\n    y = [x.sum() for x in x.rows if x > 3]\n    return max(y) + min(y)\n"
BOMBS = {
    "brackets": "(" * 200_000,
    "signs": "-" * 200_000 + "1",
    "sums": "a" + "+a" * 100_000,
    "blocks": "".join(" " * n + "if 1:\n" for n in range(300)),
    "surrogate": "x = '\ud800'",
    "null": "x = 1\0",
    "number": "9" * 100_000,
    "huge": "x = [" + "1, " * 150_000 + "]",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


def test_the_prints_are_those_of_the_shape(reader: Reader) -> None:
    assert reader.prints(TEXT) == prints(TEXT)
    assert reader.prints(TEXT, every=True) == prints(TEXT, every=True)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_has_no_shape_or_a_bounded_one_and_the_next_text_is_read(
    reader: Reader, name: str
) -> None:
    found = reader.prints(BOMBS[name])
    assert found is None or len(found) <= 20_000
    assert reader.prints(TEXT) == prints(TEXT)


def test_a_process_that_ends_costs_one_text(reader: Reader) -> None:
    reader.prints(TEXT)
    os.kill(reader._process.pid, signal.SIGKILL)
    reader._process.wait()
    assert reader.prints(TEXT) is None
    assert reader.prints(TEXT) == prints(TEXT)


@pytest.mark.parametrize(
    "claim",
    [None, 3, "x", {"a": 1}, [[1]], [["1", 2]], [[1, 2, 3]], [[1, True]], [[1, 2]] * 20_001],
)
def test_what_is_no_list_of_hashes_and_lines_is_not_believed(
    reader: Reader, claim: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.prints(TEXT)
    monkeypatch.setattr(reader._line, "receive", lambda: {"prints": claim})
    monkeypatch.setattr(reader._line, "send", lambda _: None)
    assert reader.prints(TEXT) is None


def test_the_process_ends_with_its_reader() -> None:
    with Reader() as made:
        made.prints(TEXT)
        pid = made._process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
