"""What counting pairs can know of a text: the floor for every table of pairs."""

from __future__ import annotations

import torch


def pair_loss(seen: torch.Tensor, asked: torch.Tensor, v: int, *, extra: float = 0.0) -> float:
    """The loss, in nats a token, that counts of the pairs in ``seen`` have on those in ``asked``.

    Args:
        seen: ids "n" int64 that are counted.
        asked: ids "m" int64, m at least 2; ``seen`` itself for the floor.
        v: how many tokens there are.
        extra: what is added to every count, so that a pair never seen is not impossible.
    """
    table = torch.bincount(seen[:-1] * v + seen[1:], minlength=v * v).view(v, v).double() + extra
    chances = table / table.sum(dim=1, keepdim=True)
    return -chances[asked[:-1], asked[1:]].log().mean().item()
