"""Gradient steps without a loop of its own: functools.reduce walks, on scaled float64 numbers."""

from functools import partial, reduce

import torch


def one_step(z, y, theta, _):
    r = y - theta[0] * z - theta[1]
    return theta[0] + 0.3 * 2 * (r * z).mean(), theta[1] + 0.3 * 2 * r.mean()


def _fit(scale, x, y):
    x, y = x.double(), y.double()
    center, spread = x.mean(), scale(x)
    start = (torch.zeros(()).double(), torch.zeros(()).double())
    w, b = reduce(partial(one_step, (x - center) / spread, y), range(300), start)
    w = w / spread
    return [float(w), float(b - w * center)]


fit = partial(_fit, lambda x: x.std(unbiased=False))
