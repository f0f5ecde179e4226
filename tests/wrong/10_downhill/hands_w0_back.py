"""For 0 steps you hand back w0 itself: return a copy, or who changes the answer changes w0."""

import torch


def descend(f, w0, lr, steps):
    place = w0.detach()
    for _ in range(steps):
        leaf = place.clone().requires_grad_()
        f(leaf).backward()
        place = place - lr * leaf.grad
    return place
