from __future__ import annotations

import math

import pytest
import torch

from grader.release.examples import NotPlain, examples_of, plain

SUITE = '''
import pytest
import torch

pytestmark = pytest.mark.exercise(minutes=1)
SECRET = "what nobody may read"


def doubled(x):
    return 2 * x


@pytest.mark.visible
def test_plain(agree, rng):
    """plain values"""
    agree("f", rng.tensor([1.0, 2.0]))
    agree.only("expanded").bound(scale=2.0)("f", 3)
    agree.grad("f", rng.normal(3))
    agree("f", doubled)
    agree("f", rng.normal(30, 30))


@pytest.mark.visible
def test_more(submission):
    """looks at the submission"""
    assert submission.f(1) == 2


@pytest.mark.visible
def test_breaks(agree):
    agree("f", 1)
    raise RuntimeError(SECRET)


def test_hidden(agree):
    agree("f", 77)
'''


def test_only_plain_calls_of_visible_cases_are_public(make_course) -> None:
    files = {
        "exercises/07_f.py": '"""F"""\n\n\ndef f(x):\n    raise NotImplementedError\n',
        "solutions/07_f.py": '"""F"""\n\n\ndef f(x):\n    return x * 2 if not callable(x) else x\n',
        "tests/07_f.py": SUITE,
    }
    found = examples_of(make_course(files).find("7"))
    assert [case["title"] for case in found["cases"]] == [
        "plain values", "looks at the submission", "breaks",
    ]  # fmt: skip
    first, *others = (case["calls"] for case in found["cases"])
    assert [call["answer"] for call in first] == [
        {"tensor": [2.0, 4.0], "dtype": "float32", "shape": [2]}, 6,
    ]  # fmt: skip
    assert others == [[], []]
    assert "77" not in str(found)
    assert "nobody may read" not in str(found)


def test_the_examples_are_the_same_each_time(make_course) -> None:
    exercise = make_course().find("01")
    assert examples_of(exercise) == examples_of(exercise)


def test_each_kind_of_value_has_its_form() -> None:
    value = {"a": [1, 2.5, None, True], "b": (torch.tensor([[1, 2]]), "t")}
    assert plain(value) == {
        "dict": {
            "a": [1, 2.5, None, True],
            "b": {"tuple": [{"tensor": [[1, 2]], "dtype": "int64", "shape": [1, 2]}, "t"]},
        }
    }
    assert math.isnan(plain(math.nan))
    for value in (object(), {1: 2}, torch.zeros(201), torch.zeros(2, dtype=torch.complex64)):
        with pytest.raises(NotPlain):
            plain(value)
