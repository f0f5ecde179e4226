"""An exception as plain data, whatever its class does."""

from __future__ import annotations

import json
import linecache
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from grader.worker.raised import MAX_MESSAGE, about, describe

NAME = "answer.py"


@pytest.fixture
def told() -> Iterator[Callable[[str], dict[str, Any]]]:
    """The description of what running this text raises."""

    def run(text: str) -> dict[str, Any]:
        text = textwrap.dedent(text).lstrip("\n")
        linecache.cache[NAME] = (len(text), None, text.splitlines(keepends=True), NAME)
        try:
            exec(compile(text, NAME, "exec"), {"torch": torch})
        except BaseException as error:
            info = describe(error, NAME)
            json.dumps(info)  # plain data, all of it
            return info
        raise AssertionError("nothing was raised")

    yield run
    linecache.cache.pop(NAME, None)


Told = Callable[[str], dict[str, Any]]


def test_name_bases_message_and_line_are_told(told: Told) -> None:
    info = told("x = 1\nraise KeyError('where')\n")
    assert (info["type"], info["line"], info["message"]) == ("KeyError", 2, "'where'")
    assert info["bases"] == ["KeyError", "LookupError", "Exception", "BaseException", "object"]


def test_only_lines_of_the_learner_s_own_file_are_shown(told: Told) -> None:
    info = told(
        """
        def inner(x):
            return torch.cat([x, torch.zeros(2, 2)])

        def outer(x):
            return inner(x)

        outer(torch.ones(3))
        """
    )
    assert [frame["line"] for frame in info["frames"]] == [7, 5, 2]
    last = info["frames"][-1]
    assert last["function"] == "inner"
    assert last["source"] == "return torch.cat([x, torch.zeros(2, 2)])"
    assert last["variables"] == [["x", "float32 [3]"]]


def test_the_tensors_of_the_object_itself_are_told_too(told: Told) -> None:
    info = told(
        """
        import torch
        class Layer(torch.nn.Linear):
            def forward(self, x):
                return x @ self.weight + self.missing
        Layer(3, 2)(torch.zeros(2))
        """
    )
    variables = info["frames"][-1]["variables"]
    assert variables == [["x", "float32 [2]"], ["self.weight", "float32 [2, 3]"]]


def test_where_devices_meet_each_is_told(told: Told) -> None:
    info = told(
        """
        import torch
        x, y = torch.zeros(2), torch.zeros(2, device="meta")
        x + y
        """
    )
    variables = info["frames"][-1]["variables"]
    assert variables == [["x", "float32 [2] on cpu"], ["y", "float32 [2] on meta"]]


def test_of_many_frames_the_last_three_are_kept(told: Told) -> None:
    info = told("def f(n):\n    return f(n + 1)\nf(0)\n")
    assert info["type"] == "RecursionError"
    assert [frame["line"] for frame in info["frames"]] == [2, 2, 2]


def test_a_syntax_error_has_the_line_that_python_names(told: Told) -> None:
    assert told("x = 1\ny = = 2\n")["line"] == 2
    assert told("raise SyntaxError('mine')\n")["line"] == 1


def test_a_message_is_cut(told: Told) -> None:
    assert len(told("raise ValueError('x' * 10 ** 6)")["message"]) == MAX_MESSAGE


def test_a_message_that_cannot_be_made_is_said_to_be_so(told: Told) -> None:
    info = told(
        """
        class Odd(Exception):
            def __str__(self):
                return 1 / 0
        raise Odd
        """
    )
    assert info["message"] == "(its message cannot be shown: ZeroDivisionError)"


def test_after_a_memory_error_the_frames_are_emptied(told: Told) -> None:
    gone: list[str] = []
    text = """
    class Held:
        def __del__(self):
            gone.append("held")
    def f():
        held = Held()
        raise MemoryError
    f()
    """
    linecache.cache.pop(NAME, None)
    try:
        exec(compile(textwrap.dedent(text), NAME, "exec"), {"gone": gone})
    except MemoryError as error:
        describe(error, NAME)
        assert gone == ["held"]


def test_tensors_are_described_in_a_few_words() -> None:
    assert about(torch.ones(3, 4)) == "float32 [3, 4]"
    assert about(torch.ones((), dtype=torch.bool)) == "bool []"
    assert about(torch.ones(2, device="meta")) == "float32 [2] on meta"
    assert about(torch.eye(2).to_sparse()) == "float32 [2, 2] sparse_coo"
