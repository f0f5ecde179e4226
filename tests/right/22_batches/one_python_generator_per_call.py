"""A Python generator seeded from the given one, lists of positions, clones."""

import math
import random

import torch


def split(data, frac=0.9):
    n = data.shape[0]
    cut = math.floor(frac * n)
    return [data.narrow(0, 0, cut).clone(), data.narrow(0, cut, n - cut).clone()]


def get_batch(data, T, B, generator):
    seed = torch.randint(2**62, (), generator=generator).item()
    chance = random.Random(seed)
    starts = [chance.randrange(data.shape[0] - T) for _ in range(B)]
    rows = torch.tensor([[s + t for t in range(T + 1)] for s in starts], device=data.device)
    both = data.take(rows)
    return both[:, :T], both[:, 1:]
