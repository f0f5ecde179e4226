"""The imports that stand on top of every notebook, used or not."""

import numpy as np  # noqa: F401
import torch
import torch.nn.functional as F  # noqa: F401
from torch import nn, optim  # noqa: F401
from torch.optim import SGD  # noqa: F401


def step(w, lr):
    if w.grad is not None:
        w.data.add_(w.grad, alpha=-lr)


def descend(f, w0, lr, steps):
    w = nn.Parameter(w0.detach().clone())
    for _ in range(steps):
        (w.grad,) = torch.autograd.grad(f(w), [w])
        step(w, lr)
    return w.data
