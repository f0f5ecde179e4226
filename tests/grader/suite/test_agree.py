"""`agree`: every promise of an answer, and what is said where one is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader.suite.agree import Agree
from grader.suite.failure import Failure
from grader.worker.client import Raised

Of = Callable[..., Agree]
x = torch.tensor([[1.0, -2.0, 3.0], [0.5, 0.25, -4.0]])
RIGHT = "def f(x):\n    return x * 2\n"


def refused(agree: Agree, *args: object, entry: str = "f", **named: object) -> Failure:
    with pytest.raises(Failure) as caught:
        agree(entry, *args, **named)
    return caught.value


def test_an_answer_that_is_the_reference_s_agrees(agree_of: Of) -> None:
    agree_of(RIGHT)("f", x)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("return None", "the answer is None, not a tensor"),
        ("return x.T * 2", "the answer has shape [3, 2], expected [2, 3]"),
        ("return x.double() * 2", "the answer is float64, expected float32"),
        ("return x * 3", "every number of the answer differs"),
        ("return x.mul_(2)", "the call changed its input x"),
        ("y = x * 2\n    x.zero_()\n    return y", "the call changed its input x"),
        ("torch.rand(1)\n    return x * 2", "the call left PyTorch's random numbers changed"),
        ("torch.set_grad_enabled(False)\n    return x * 2", "PyTorch's grad mode changed"),
        ("return (x.double() * 2).float()", "the answer is float32, expected float64"),
        (
            "return x.reshape(-1).as_strided(x.shape, x.stride()) * 2",
            "numbers of the answer differ",
        ),
        ("return x.view(-1).reshape(2, 3) * 2", "RuntimeError"),
    ],
)
def test_the_first_broken_promise_is_told(agree_of: Of, answer: str, says: str) -> None:
    agree = agree_of(f"def f(x):\n    {answer}\n", RIGHT)
    if says == "RuntimeError":  # .view of an input that is not contiguous
        with pytest.raises(Raised, match=says):
            agree("f", x)
    else:
        failure = refused(agree, x)
        assert says in failure.record.rationale
        assert failure.record.call.startswith("f(x[2, 3])")


def test_an_answer_that_is_its_input_shares_memory(agree_of: Of) -> None:
    failure = refused(agree_of("def f(a, x):\n    return x[0]\n"), torch.ones(2), x)
    assert failure.record.rationale == "the answer shares its memory with x"
    agree_of("def f(x):\n    return x[0]\n").ignoring("alias")("f", x)


def test_the_variant_is_named_where_only_it_fails(agree_of: Of) -> None:
    answer = "def f(x):\n    return x * 2 if x.is_contiguous() else x\n"
    failure = refused(agree_of(answer, RIGHT), x)
    assert failure.record.call == (
        "f(x[2, 3]) in float64; the inputs are transposed views (not contiguous)"
    )


def test_variants_are_chosen_added_and_never_repeated(agree_of: Of) -> None:
    told = """
    calls = []

    def f(x):
        calls.append(str(x.dtype)[11:] + str(list(x.stride())))
        return x * 2

    def taken():
        found = calls[:]
        calls.clear()
        return found
    """
    agree = agree_of(told, RIGHT)
    usual = ["32[3, 1]", "64[3, 1]", "64[1, 2]", "64[6, 2]"]
    for chosen, expected in (
        (agree.only("float32"), usual[:1]),
        (agree, usual),
        (agree.also("expanded"), [*usual, "64[0, 1]"]),
        (agree.only("float64", "float64"), usual[1:2]),
    ):
        chosen("f", x)
        assert agree.submission.taken() == expected
    agree("f", torch.tensor([1, 2]))  # whole numbers have no float64
    assert len(agree.submission.taken()) == 2


def test_options_leave_the_fixture_as_it_is(agree_of: Of) -> None:
    agree = agree_of("def f(x):\n    return (x * 2).double()\n", RIGHT)
    agree.ignoring("dtype").only("float32")("f", x)
    assert "dtype" not in agree.ignored
    refused(agree, x)
    with pytest.raises(ValueError, match="cannot ignore values"):
        agree.ignoring("values")


def test_the_bound_of_float32_tells_rounding_from_error(agree_of: Of) -> None:
    reference = "def f(x):\n    return x.sum()\n"
    long = torch.linspace(0, 1, 999)
    agree = agree_of("def f(x):\n    return x.flip(0).cumsum(0)[-1]\n", reference)
    agree.bound(depth=999)("f", long)
    off = agree_of("def f(x):\n    return x.sum() * (1 + 1e-5)\n", reference)
    refused(off.bound(depth=999), long)
    off.bound(rtol=1e-4)("f", long)


def test_other_values_than_tensors_are_compared_exactly(agree_of: Of) -> None:
    agree = agree_of("def f(n):\n    return [n, (n, 'a'), {'k': True}, None, torch.Size([n])]\n")
    agree("f", 3)
    wrong = agree_of("def f(n):\n    return float(n)\n", "def f(n):\n    return n\n")
    assert refused(wrong, 3).record.rationale == "the answer is a float, not an int"


def test_a_bool_answer_is_compared(agree_of: Of) -> None:
    agree_of("def f(x):\n    return x > 0\n")("f", x)
    failure = refused(
        agree_of("def f(x):\n    return x >= 3\n", "def f(x):\n    return x > 0\n"), x
    )
    assert "numbers of the answer differ" in failure.record.rationale


def test_keywords_and_nested_tensors_are_varied_like_the_others(agree_of: Of) -> None:
    agree = agree_of("def f(xs, *, scale):\n    return [x * scale for x in xs]\n")
    agree("f", [x, x + 1], scale=torch.tensor(2.0))
    changing = agree_of("def f(xs, *, scale):\n    xs[1].zero_()\n    return scale * 1\n")
    failure = refused(changing, [x, x + 1], scale=torch.tensor(2.0))
    assert failure.record.rationale == "the call changed its input xs"
    assert failure.record.call == "f(xs[2 tensors], scale=2)"


def test_random_answers_agree_where_the_seed_is_the_same(agree_of: Of) -> None:
    agree = agree_of("def f(x):\n    return x + torch.rand(x.shape, dtype=torch.float32)\n")
    agree.ignoring("rng")("f", x)


# --------------------------------------------------------------------------- gradients


def test_gradients_of_every_floating_input_agree(agree_of: Of) -> None:
    agree_of("def f(n, a, b):\n    return (a * b).sum() * n, a.exp()\n").grad("f", 3, x, x + 1)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("return (a * b).detach()", "the answer is cut from the graph"),
        ("return a * b.detach()", "no gradient reaches b"),
        ("return a.detach() * b", "no gradient reaches a"),
        ("return a * b + b.pow(3) - b.detach().pow(3)", "the gradient by b"),
        ("return a + b", "of the answer differ"),
    ],
)
def test_a_wrong_gradient_names_its_input(agree_of: Of, answer: str, says: str) -> None:
    agree = agree_of(f"def f(n, a, b):\n    {answer}\n", "def f(n, a, b):\n    return a * b\n")
    with pytest.raises(Failure) as caught:
        agree.grad("f", 3, x, x + 1)
    assert says in caught.value.record.rationale


def test_an_input_that_does_not_matter_needs_no_gradient(agree_of: Of) -> None:
    reference = "def f(a, b):\n    return a * 2 + b * 0\n"
    agree_of("def f(a, b):\n    return a * 2\n", reference).grad("f", x, x)


def test_gradients_are_asked_for_where_the_author_says(agree_of: Of) -> None:
    agree = agree_of(
        "def f(a, b):\n    return a * b.detach()\n", "def f(a, b):\n    return a * b\n"
    )
    agree.grad("f", x, x + 1, wrt=[0])


# --------------------------------------------------------------------------- the other methods


def test_inputs_are_compared_after_a_call_in_place(agree_of: Of) -> None:
    reference = "def f(x, y):\n    x.add_(y)\n"
    agree_of(reference).inplace("f", x, x + 1)
    off = agree_of("def f(x, y):\n    x = x + y\n", reference)
    with pytest.raises(Failure, match="an input after the call"):
        off.inplace("f", x, x + 1)


def test_a_value_is_compared_with_one_computed_here(agree_of: Of) -> None:
    agree = agree_of(RIGHT)
    agree.value(agree.submission.f(x), x * 2)
    with pytest.raises(Failure, match="the total has the wrong value"):
        agree.value(1.5, 2.5, what="the total")
    with pytest.raises(Failure, match="float64, expected float32"):
        agree.value(x.double(), x)
    agree.ignoring("dtype").value(x.double(), x)


@pytest.mark.parametrize(
    ("got", "says"),
    [
        (None, "the answer is None, not a list"),
        ([1.0], "the list has 1 entries, expected 3"),
        ([1.0, 1, 0.25], "entry 1 of the list is an int, not a float"),
        ([1.0, torch.tensor(0.5), 0.25], "entry 1 of the list is a tensor, not a float"),
        ([1.5, 0.5, 0.25], "the loss is off, from the first step on"),
        ([1.0, 0.5, 0.26], "the loss is off, right up to step 1"),
        ([1.0, float("nan"), 0.25], "the loss is off, right up to step 0"),
        ([1.0, float("inf"), 0.25], "the loss is off, right up to step 0"),
    ],
)
def test_a_trajectory_is_compared_step_by_step(agree_of: Of, got: object, says: str) -> None:
    agree = agree_of(RIGHT)
    agree.sequence([1.0, 0.50001, 0.25], [1.0, 0.5, 0.25])
    with pytest.raises(Failure, match=says):
        agree.sequence(got, [1.0, 0.5, 0.25])


# --------------------------------------------------------------------------- claims


def test_lies_about_effects_and_gradients_are_no_fault_of_ours(agree_of: Of) -> None:
    lying = """
    from grader.worker import effects, host

    host.gradients = lambda *args: LIE
    effects.Effects.after = lambda self, value: {"changed": [99, -5], "alias": ["x"], "state": 3}

    def f(x):
        return x * 2
    """
    for lie in ("{1: 2}", "[]", "[None, None]", "['text']", "3"):
        agree = agree_of(lying.replace("LIE", lie), RIGHT)
        with pytest.raises(Failure):
            agree.grad("f", x)
        assert refused(agree, x).record.rationale == "the call changed its input input 100"
