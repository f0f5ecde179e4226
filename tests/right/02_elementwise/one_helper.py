"""Both functions are one helper with another rule for two numbers."""

import functools

import torch


def _by_element(rule, a, b):
    if a.size() != b.size():
        raise ValueError("a and b must have the same length")
    out = torch.zeros(a.shape, dtype=a.dtype, device=a.device)
    i = 0
    while i < out.numel():
        out[i] = rule(a[i], b[i])
        i += 1
    return out


add = functools.partial(_by_element, lambda x, y: x + y)
mul = functools.partial(_by_element, lambda x, y: x * y)
