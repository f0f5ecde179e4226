"""Naming the mistake: only a proof counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader.suite.agree import Agree
from grader.suite.failure import Failure

Of = Callable[..., Agree]
RIGHT = "def f(x):\n    return x * 2\n"
ADDS = '"""You add 2 where you should multiply."""\ndef f(x):\n    return x + 2\n'
x = torch.tensor([1.0, -3.0, 5.0])


def cause(agree: Agree, *args: object) -> str:
    with pytest.raises(Failure) as caught:
        agree("f", *args)
    return caught.value.record.cause


def test_a_wrong_that_answers_the_same_names_the_mistake(agree_of: Of) -> None:
    agree = agree_of("def f(x):\n    return 2 + x\n", RIGHT, adds=ADDS)
    assert cause(agree, x) == "You add 2 where you should multiply."


def test_a_wrong_that_answers_otherwise_names_nothing(agree_of: Of) -> None:
    assert cause(agree_of("def f(x):\n    return 3 + x\n", RIGHT, adds=ADDS), x) == ""


def test_two_sentences_for_one_answer_name_nothing(agree_of: Of) -> None:
    answer = "def f(x):\n    return 2 + x\n"
    other = ADDS.replace("You add 2 where", "Another sentence where")
    assert cause(agree_of(answer, RIGHT, adds=ADDS, other=other), x) == ""
    assert cause(agree_of(answer, RIGHT, adds=ADDS, same=ADDS), x) != ""


def test_a_wrong_takes_what_it_lacks_from_the_reference(agree_of: Of) -> None:
    reference = "def two():\n    return 2\n\ndef f(x):\n    return x * two()\n"
    wrong = '"""Three."""\ndef two():\n    return 3\n'
    assert cause(agree_of("def f(x):\n    return x * 3\n", reference, three=wrong), x) == "Three."


def test_a_wrong_that_raises_is_passed_over(agree_of: Of) -> None:
    fails = '"""Fails."""\ndef f(x):\n    raise KeyError\n'
    agree = agree_of("def f(x):\n    return x + 2\n", RIGHT, adds=ADDS, a_fails=fails)
    assert cause(agree, x).startswith("You add 2")


def test_the_mistake_is_named_where_it_shows_first_and_once(agree_of: Of) -> None:
    agree = agree_of("def f(x):\n    return x + 2\n", RIGHT, adds=ADDS)
    assert cause(agree, x)
    assert cause(agree, x) == ""


@pytest.mark.parametrize(
    "leaving",
    ["torch.set_grad_enabled(False)", "torch.set_default_dtype(torch.float64)", "x.zero_()"],
)
def test_what_a_wrong_leaves_changed_reaches_nobody(agree_of: Of, leaving: str) -> None:
    wrong = f'"""Leaves it."""\nimport torch\n\ndef f(x):\n    {leaving}\n    return x + 2\n'
    mine = x.clone()
    cause(agree_of("def f(x):\n    return x + 3\n", RIGHT, leaves=wrong), mine)
    assert torch.is_grad_enabled()
    assert torch.get_default_dtype() is torch.float32
    assert torch.equal(mine, x)
    agree_of(RIGHT).grad("f", mine)


def test_an_answer_of_another_kind_is_no_trouble_for_the_wrongs(agree_of: Of) -> None:
    for answer in ("None", "[x]", "object()", "{'a': x}", "x.reshape(3, 1)", "10 ** 5000"):
        agree = agree_of(f"def f(x):\n    return {answer}\n", RIGHT, adds=ADDS)
        assert cause(agree, x) == ""
