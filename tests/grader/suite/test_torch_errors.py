"""PyTorch's complaints, made to happen, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import torch
from torch.nn import functional as F

from grader.suite.torch_errors import MEANINGS, meaning


def tracked() -> torch.Tensor:
    return torch.ones(2, 3, requires_grad=True)


def twice() -> None:
    loss = (tracked() ** 2).sum()
    loss.backward()
    loss.backward()


def overwritten() -> None:
    y = tracked().exp()
    y.mul_(2).sum().backward()


def row_of_a_leaf() -> None:
    row = tracked()[0]
    row += 1


def unused() -> None:
    torch.autograd.grad(tracked().sum(), tracked())


COMPLAINTS: list[tuple[Callable[[], object], str]] = [
    (lambda: torch.ones(2, 3) @ torch.ones(2, 4), "columns (3) to be the second one's rows (2)"),
    (lambda: torch.ones(2, 3) + torch.ones(2, 4), "3 and 4 on axis 1 are neither"),
    (lambda: torch.ones(3) @ torch.ones(4), "summed over differ"),
    (lambda: torch.ones(2, 3) @ torch.ones(3, 2, dtype=torch.float64), "different dtypes"),
    (lambda: torch.ones(3, device="meta") + torch.ones(3), "another device"),
    (twice, "calculate the loss anew"),
    (lambda: tracked().add_(1), "changed in place"),
    (row_of_a_leaf, "a part of a tensor that is trained"),
    (overwritten, "was overwritten"),
    (lambda: torch.ones(2).sum().backward(), "nothing that led to this value is tracked"),
    (unused, "was not calculated from this tensor"),
    (lambda: (tracked() * 2).backward(), "starts from one number"),
    (lambda: torch.tensor(3).requires_grad_(), "no slope"),
    (lambda: torch.ones(3)[5], "which loop reaches 5?"),
    (lambda: F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 5])), "length - 1"),
    (lambda: F.embedding(torch.tensor([7]), torch.ones(3, 2)), "length - 1"),
    (lambda: F.embedding(torch.tensor([1.0]), torch.ones(3, 2)), "whole numbers"),
    (lambda: torch.ones(2)[0, 1], "it has 1:"),
    (lambda: torch.ones(2).sum(3), "there is no axis 3: this tensor's axes are -1 to 0"),
    (lambda: torch.ones(3, 4).t().view(12), "reshape copies"),
    (lambda: torch.ones(3, 4).view(5, 2), "12 numbers do not fill the shape [5, 2]"),
    (lambda: torch.stack([torch.ones(2), torch.ones(3)]), "same shape"),
    (lambda: torch.stack([]), "the list is empty"),
    (lambda: torch.ones(3).expand(2, 3).add_(1), "clone() first"),
    (lambda: tracked().numpy(), "NumPy knows no gradients"),
    (lambda: bool(torch.ones(2)), "torch.where"),
    (lambda: torch.ones(2).item(), "exactly one"),
    (lambda: torch.ones(2, dtype=torch.int64).mean(), "no mean"),
    (lambda: torch.ones(2, dtype=torch.int64).add_(0.5), "keeps its tensor's dtype"),
    (lambda: torch.ones(2)[torch.tensor([True, False, True])], "[3] is not [2]"),
]


@pytest.mark.parametrize(("complaint", "words"), COMPLAINTS)
def test_a_complaint_of_torch_has_a_meaning(complaint: Callable[[], object], words: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the message is what is tested
        complaint()
    assert words in meaning(str(caught.value))


def test_what_nobody_knows_means_nothing() -> None:
    assert meaning("something else happened") == ""
    assert meaning("") == ""


def test_every_sentence_fills_its_braces_from_its_pattern() -> None:
    for pattern, sentence in MEANINGS:
        groups = re.compile(pattern).groups
        used = {int(number) for number in re.findall(r"\{(\d+)\}", sentence)}
        assert used <= set(range(groups))
        assert len(sentence) < 160
