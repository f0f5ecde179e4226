"""Walks the chain box by box and returns a NamedTuple."""

from typing import NamedTuple

import torch


class Answer(NamedTuple):
    loss: torch.Tensor
    dw: torch.Tensor
    dx: torch.Tensor


def forward(w, x, y):
    product = torch.mul(w, x)
    u = torch.sub(product, y)
    return u, torch.square(u)


def backward_by_hand(w, x, u):
    d_u = u + u
    d_product = d_u
    return d_product.mul(x), d_product.mul(w)


def loss_and_grads(w, x, y):
    u, loss = forward(w, x, y)
    return Answer(loss, *backward_by_hand(w, x, u))
