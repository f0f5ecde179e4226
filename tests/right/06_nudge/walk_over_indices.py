"""Walks over index tuples and nudges a fresh clone at each of them, without recording."""

import itertools

import torch


@torch.no_grad()
def slope(f, w, h=1e-4):
    answer = torch.empty(w.shape, dtype=w.dtype, device=w.device)
    for where in itertools.product(*(range(n) for n in w.shape)):
        right = w.clone()
        left = w.clone()
        right[where] = w[where] + h
        left[where] = w[where] - h
        answer[where] = (f(right) - f(left)) / (2 * h)
    return answer
