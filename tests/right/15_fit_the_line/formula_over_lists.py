"""The sums of the formula, point by point, with a helper and the math module."""

import math


def average(numbers):
    numbers = list(numbers)
    return math.fsum(numbers) / len(numbers)


def fit(x, y):
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    mx, my = average(p for p, _ in points), average(q for _, q in points)
    above, below = 0.0, 0.0
    for p, q in points:
        above += (p - mx) * (q - my)
        below += (p - mx) ** 2
    w = above / below
    return w, my - w * mx


if __name__ == "__main__":
    import torch

    print(fit(torch.tensor([1.0, 2.0]), torch.tensor([2.0, 4.0])))
