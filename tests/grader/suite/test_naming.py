"""Naming the mistake: only a proof counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader.suite.agree import Agree
from grader.suite.clock import OutOfTime
from grader.suite.failure import Failure
from grader.suite.naming import Naming, name
from grader.suite.probes import probe
from grader.suite.rehearsal import Rehearsable
from grader.worker.client import Raised

Of = Callable[..., Agree]
RIGHT = "def f(x):\n    return x * 2\n"
ADDS = '"""You add 2 where you should multiply."""\ndef f(x):\n    return x + 2\n'
x = torch.tensor([1.0, -3.0, 5.0])


def cause(agree: Agree, *args: object, cases: list[Callable[[], None]] | None = None) -> str:
    """The sentence for what the case with this one call shows."""
    agree.session.evidence.case = "test_f@cpu"
    with pytest.raises((Failure, Raised)) as caught:
        agree("f", *args)
    agree.session.evidence.fail(caught.value)
    scenes = [Rehearsable(f"test_{n}@cpu", case) for n, case in enumerate(cases or [])]
    return name(agree.session, "test_f@cpu", scenes)


def passes(agree: Agree, case: str, *args: object) -> None:
    """A case that the learner passes."""
    agree.session.evidence.case = case
    agree("f", *args)


def test_a_wrong_that_answers_the_same_names_the_mistake(agree_of: Of) -> None:
    agree = agree_of("def f(x):\n    return 2 + x\n", RIGHT, adds=ADDS)
    assert cause(agree, x) == "You add 2 where you should multiply."


def test_a_wrong_that_answers_otherwise_names_nothing(agree_of: Of) -> None:
    assert cause(agree_of("def f(x):\n    return 3 + x\n", RIGHT, adds=ADDS), x) == ""


def test_wrongs_that_are_alike_everywhere_are_one_family_with_one_sentence(agree_of: Of) -> None:
    answer = "def f(x):\n    return 2 + x\n"
    other = ADDS.replace("You add 2 where", "Another sentence where")
    agree = agree_of(answer, RIGHT, adds=ADDS, other=other)
    assert cause(agree, x, cases=[lambda: agree("f", -x)]).startswith("You add 2")
    assert cause(agree_of(answer, RIGHT, adds=ADDS, other=other), x) == ""
    assert cause(agree_of(answer, RIGHT, adds=ADDS, same=ADDS), x) != ""


def test_a_mistake_that_agrees_in_one_case_by_accident_is_not_named(agree_of: Of) -> None:
    triple = "def f(x):\n    return 3 * x.mean()\n"
    total = '"""A sum, not a mean."""\ndef f(x):\n    return x.sum()\n'
    right = "def f(x):\n    return x.mean()\n"
    longer = torch.tensor([1.0, 4.0, 9.0, 16.0])

    def other(agree: Agree) -> None:
        agree.session.evidence.case = "test_other@cpu"
        agree("f", longer)

    agree = agree_of(triple, right, total=total)
    assert cause(agree, x, cases=[lambda: other(agree)]) == ""
    with pytest.raises(Failure) as caught:
        other(agree)
    agree.session.evidence.fail(caught.value)
    assert cause(agree, x) == ""
    agree = agree_of("def f(x):\n    return sum(x)\n", right, total=total)
    assert cause(agree, x, cases=[lambda: other(agree)]) == "A sum, not a mean."


POSITIVE = '"""Only where it is positive."""\ndef f(x):\n    return x + 2 if x[0] > 0 else x * 2\n'


def test_what_a_case_shows_that_passes_tells_two_wrongs_apart(agree_of: Of) -> None:
    answer = "def f(x):\n    return x + 2 if x[0] > 0 else x + x\n"
    agree = agree_of(answer, RIGHT, adds=ADDS, positive=POSITIVE)
    passes(agree, "test_negative@cpu", -x)
    assert cause(agree, x) == "Only where it is positive."


def test_the_learner_is_asked_where_two_wrongs_differ_in_a_case_never_run(agree_of: Of) -> None:
    for answer, sentence in (
        ("def f(x):\n    return x + 2 if x[0] > 0 else x + x\n", "Only where it is positive."),
        ("def f(x):\n    return 2 + x\n", "You add 2 where you should multiply."),
    ):
        agree = agree_of(answer, RIGHT, adds=ADDS, positive=POSITIVE)
        assert cause(agree, x, cases=[lambda a=agree: a("f", -x)]) == sentence  # type: ignore[misc]


def test_what_the_learner_is_asked_in_addition_belongs_to_the_case_that_asks_it(
    agree_of: Of,
) -> None:
    agree = agree_of("def f(x):\n    return 2 + x\n", RIGHT, adds=ADDS)

    def other() -> None:
        agree.session.evidence.case = "test_other@cpu"
        agree("f", torch.tensor([[7.0]]))

    assert cause(agree, x, cases=[other]) == "You add 2 where you should multiply."
    own, asked = map(agree.session.evidence.of, ("test_f@cpu", "test_other@cpu"))
    assert {e.inputs[0][0].dim() for e in own} == {1}
    assert {e.inputs[0][0].dim() for e in asked} == {2}


def test_two_families_that_nothing_tells_apart_in_time_name_nothing(
    agree_of: Of, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree = agree_of("def f(x):\n    return x + 2\n", RIGHT, adds=ADDS, positive=POSITIVE)
    monkeypatch.setattr("grader.suite.rehearsal.BUDGET", -1.0)
    assert cause(agree, x, cases=[lambda: agree("f", -x)]) == ""


def test_a_wrong_takes_what_it_lacks_from_the_reference(agree_of: Of) -> None:
    reference = "def two():\n    return 2\n\ndef f(x):\n    return x * two()\n"
    wrong = '"""Three."""\ndef two():\n    return 3\n'
    assert cause(agree_of("def f(x):\n    return x * 3\n", reference, three=wrong), x) == "Three."


def test_a_wrong_that_raises_is_passed_over(agree_of: Of) -> None:
    fails = '"""Fails."""\ndef f(x):\n    raise KeyError\n'
    agree = agree_of("def f(x):\n    return x + 2\n", RIGHT, adds=ADDS, a_fails=fails)
    assert cause(agree, x).startswith("You add 2")


def test_the_same_exception_about_the_same_numbers_names_the_mistake(agree_of: Of) -> None:
    wrong = '"""It never reaches the end."""\ndef f(x):\n    return x[: len(x) + 1][3] * 2\n'
    answer = "def f(x):\n    y = x[3]\n    return 2 * y\n"
    assert cause(agree_of(answer, RIGHT, beyond=wrong), x) == "It never reaches the end."
    assert cause(agree_of("def f(x):\n    return x[4]\n", RIGHT, beyond=wrong), x) == ""


def test_a_misspelt_name_names_no_mistake(agree_of: Of) -> None:
    wrong = '"""Undefined."""\ndef f(x):\n    return missing\n'
    assert cause(agree_of("def f(x):\n    return mising\n", RIGHT, undefined=wrong), x) == ""


def test_what_a_call_does_besides_answering_names_the_mistake(agree_of: Of) -> None:
    wrong = '"""In place."""\ndef f(x):\n    x *= 2\n    return x.clone()\n'
    answer = "def f(x):\n    y = x + x\n    x.copy_(y)\n    return y\n"
    assert cause(agree_of(answer, RIGHT, in_place=wrong), x) == "In place."


def test_gradients_name_the_mistake(agree_of: Of) -> None:
    wrong = '"""Half is cut off."""\ndef f(x):\n    return x + x.detach()\n'
    agree = agree_of("def f(y):\n    return y.data + y\n", RIGHT, half=wrong)
    agree.session.evidence.case = "test_f@cpu"
    with pytest.raises(Failure):
        agree.grad("f", x)
    assert name(agree.session, "test_f@cpu", []) == "Half is cut off."


def test_a_wrong_that_remembers_is_put_through_all_calls(agree_of: Of) -> None:
    wrong = (
        '"""The first answer again."""\nKEPT = {}\n\n'
        "def f(x):\n    return KEPT.setdefault(len(x), x * 2)\n"
    )
    answer = "seen = []\n\ndef f(x):\n    seen.append(2 * x)\n    return seen[0]\n"
    agree = agree_of(answer, RIGHT, again=wrong)
    passes(agree.only("given"), "test_first@cpu", x)
    assert cause(agree.only("given"), x + 1) == "The first answer again."


@probe
def twice(submission, torch, x):  # type: ignore[no-untyped-def]
    return [submission.f(submission.f(x)), len(x)]


def test_a_probe_names_the_mistake(agree_of: Of) -> None:
    agree = agree_of("def f(x):\n    return 2 + x\n", RIGHT, adds=ADDS)
    agree.session.evidence.case = "test_twice@cpu"
    agree.submission.run(twice, x)
    assert name(agree.session, "test_twice@cpu", []).startswith("You add 2")


def test_a_wrong_that_never_ends_costs_its_own_time_only(
    agree_of: Of, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.suite.naming.EACH", 0.05)
    endless = '"""Endless."""\ndef f(x):\n    while True:\n        pass\n'
    agree = agree_of("def f(x):\n    return x + 2\n", RIGHT, a_endless=endless, adds=ADDS)
    assert cause(agree, x).startswith("You add 2")


def test_no_time_for_all_names_nothing(agree_of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.suite.naming.BUDGET", -1.0)
    agree = agree_of("def f(x):\n    return x + 2\n", RIGHT, adds=ADDS)
    assert cause(agree, x) == ""
    with pytest.raises(OutOfTime):
        Naming(agree.session, "test_f@cpu").look()


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


def test_a_broken_wrong_keeps_no_other_from_being_named(agree_of: Of) -> None:
    agree = agree_of("def f(x):\n    return x + 2\n", RIGHT, a_broken="def f(:\n", adds=ADDS)
    assert cause(agree, x).startswith("You add 2")
