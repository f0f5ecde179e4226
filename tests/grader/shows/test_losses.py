from __future__ import annotations

import contextlib

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from grader.shows.losses import Losses


class Table(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.rows = nn.Embedding(5, 5)

    def forward(self, idx: torch.Tensor) -> torch.Tensor:
        return self.rows(idx)


@pytest.fixture
def heard() -> list[tuple[int, float]]:
    return []


@pytest.mark.parametrize("made_by", [Table, lambda: Table()])
def test_each_pass_that_may_learn_tells_its_loss(heard, made_by):
    ids = torch.randint(5, (3, 6))
    with Losses(made_by, 5, lambda *each: heard.append(each)) as losses:
        model = made_by()
        out = model(ids)
        with torch.no_grad():
            model(ids)
        model(ids[:, :1])  # no next token in it
    model(ids)
    expected = F.cross_entropy(out[:, :-1].flatten(0, 1), ids[:, 1:].flatten()).item()
    assert losses.values == [pytest.approx(expected)]
    assert set(heard) == {(1, losses.values[0])}


def test_a_model_inside_another_module_is_seen_once(heard):
    class Trainer(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = Table()

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            with contextlib.suppress(RuntimeError):
                self.model.rows(ids.float())  # raises within a module
            return self.model(ids).mean()

    with Losses(lambda: Table(), 5, lambda *each: heard.append(each)) as losses:
        trainer = Trainer()
        for _ in range(2):
            trainer(torch.randint(5, (3, 6)))
    assert len(losses.values) == 2


def test_the_class_is_as_it_was_afterwards(heard):
    class Heir(Table):
        pass

    before = Table.forward
    with Losses(Heir, 5, lambda *each: heard.append(each)):
        assert "forward" in vars(Heir)
    assert "forward" not in vars(Heir)
    with pytest.raises(ZeroDivisionError), Losses(Table, 5, lambda *each: heard.append(each)):
        1 / 0  # noqa: B018
    assert Table.forward is before


def test_accumulated_passes_are_averaged_and_odd_ones_are_passes():
    losses = Losses(Table, 5, lambda *each: None)
    losses.values = [1.0, 3.0, 5.0, 7.0]
    assert losses.by_step(2) == ([2.0, 6.0], "steps")
    assert losses.by_step(3) == ([1.0, 3.0, 5.0, 7.0], "passes")
    losses.values = []
    assert losses.by_step(3) == ([], "passes")
