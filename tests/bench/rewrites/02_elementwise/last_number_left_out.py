"""Re-codes tests/wrong/02_elementwise/last_number_left_out.py."""

import torch


def _walk(u, w, op):
    if u.size() != w.size():
        raise ValueError("no match: %s and %s" % (tuple(u.size()), tuple(w.size())))
    res = torch.zeros(u.size(), dtype=u.dtype, device=u.device)
    for pos, (one, two) in enumerate(zip(u[:-1], w[:-1])):
        res[pos] = op(one, two)
    return res


def add(u, w):
    return _walk(u, w, torch.Tensor.__add__)


def mul(u, w):
    return _walk(u, w, torch.Tensor.__mul__)
