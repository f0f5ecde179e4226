"""What a call did besides answering: inputs changed, aliases, global state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.worker.effects import Effects, tensors_in


def effects(call: Callable[..., Any], *inputs: Any) -> dict[str, Any]:
    before = Effects(list(inputs))
    return before.after(call(*inputs))


NOTHING = {"changed": [], "alias": [], "state": []}


def test_a_pure_call_has_no_effects() -> None:
    x = torch.randn(3, 2)
    assert effects(lambda x, y: x @ y, x, torch.randn(2, 4)) == NOTHING
    assert effects(lambda x: None, x) == NOTHING
    assert effects(lambda: 3) == NOTHING


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.add_(1),
        lambda x: x.zero_(),
        lambda x: x[0].fill_(9),
        lambda x: x.data.fill_(9),  # the version does not tell
        lambda x: x.detach().numpy().fill(9),
        lambda x: x.data.neg_(),
        lambda x: x.set_(torch.zeros(3)),
        lambda x: x.untyped_storage().resize_(0),
        lambda x: setattr(x, "data", torch.zeros(3)),
    ],
)
def test_a_changed_input_is_seen_however_it_was_changed(change: Callable[..., Any]) -> None:
    found = effects(lambda a, x: (change(x), None)[1], torch.ones(2), torch.randn(3))
    assert found["changed"] == [1]


@pytest.mark.parametrize(
    "kind",
    [
        lambda x: x,
        lambda x: x.double(),
        lambda x: x > 0,
        lambda x: x.t(),
        lambda x: x[:, ::2],
        lambda x: x[1:, 1:],
        lambda x: x[:1].expand(4, 5),
        lambda x: x.to_sparse(),
        lambda x: torch.nn.Parameter(x),
        lambda x: torch.view_as_complex(torch.stack([x, x], -1)).conj(),
        lambda x: x[:0],
    ],
)
def test_every_kind_of_tensor_is_looked_at(kind: Callable[..., Any]) -> None:
    x = kind(torch.randn(4, 5))
    assert effects(lambda x: None, x) == NOTHING
    if x.numel() and x.layout is torch.strided:
        assert effects(lambda x: (x.data.zero_(), None)[1], x)["changed"] == [0]


def test_a_change_that_was_undone_is_still_one() -> None:
    assert effects(lambda x: x.add_(1).sub_(1).tolist() and None, torch.zeros(2))["changed"] == [0]


def test_nan_in_an_input_is_no_change() -> None:
    assert effects(lambda x: None, torch.tensor([float("nan")])) == NOTHING


@pytest.mark.parametrize(
    "answer", [lambda x: x, lambda x: x.T, lambda x: x[1:], lambda x: [1, {"k": (x.view(-1),)}]]
)
def test_an_answer_that_shares_memory_is_seen_in_any_nesting(answer: Callable[..., Any]) -> None:
    assert effects(lambda a, x: answer(x), torch.ones(2), torch.ones(3, 2))["alias"] == [1]


def test_answers_without_memory_alias_nothing() -> None:
    assert effects(lambda x: x, torch.ones(0, 3)) == NOTHING
    assert effects(lambda x: x.to("meta"), torch.ones(2)) == NOTHING
    assert effects(lambda x: x.to_sparse(), torch.ones(2)) == NOTHING


def test_global_state_left_changed_is_named() -> None:
    for name, change, undo in (
        ("grad mode", lambda: torch.set_grad_enabled(False), lambda: torch.set_grad_enabled(True)),
        (
            "default dtype",
            lambda: torch.set_default_dtype(torch.float64),
            lambda: torch.set_default_dtype(torch.float32),
        ),
        ("random numbers", lambda: torch.rand(1), lambda: None),
    ):
        before = Effects([])
        try:
            change()
            assert before.after(None)["state"] == [name]
        finally:
            undo()


def test_inputs_made_in_inference_mode_are_no_trouble() -> None:
    with torch.inference_mode():
        x = torch.ones(2)
    assert effects(lambda x: x + 1, x)["changed"] == []


def test_tensors_are_found_in_order_and_not_endlessly_deep() -> None:
    a, b = torch.ones(1), torch.ones(2)
    assert [len(t) for t in tensors_in([a, {"k": (b, 3)}, "text"])] == [1, 2]
    endless: list[Any] = [a]
    endless.append(endless)
    assert len(tensors_in(endless)) == 16
