from __future__ import annotations

import math

import torch
from torch.nn import functional as F

from grader.shows.counts import pair_loss


def test_no_table_does_better_on_the_text_it_was_counted_on():
    ids = torch.tensor([0, 1, 0, 1, 0, 2, 0, 1])
    # After 0: three times 1 and once 2. After 1 and 2: always 0.
    expected = -(3 * math.log(3 / 4) + math.log(1 / 4)) / 7
    assert math.isclose(pair_loss(ids, ids, 3), expected)
    for seed in range(5):
        table = torch.randn(3, 3, generator=torch.Generator().manual_seed(seed)).double()
        assert F.cross_entropy(table[ids[:-1]], ids[1:]).item() > expected


def test_extra_makes_an_unseen_pair_possible():
    seen, asked = torch.tensor([0, 1, 0]), torch.tensor([1, 1])
    assert pair_loss(seen, asked, 2) == math.inf
    assert math.isclose(pair_loss(seen, asked, 2, extra=1.0), math.log(3))
