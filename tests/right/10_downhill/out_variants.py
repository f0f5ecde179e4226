"""Updates with add_ and its alpha, and with a new leaf for each lap."""

import torch


@torch.no_grad()
def step(w, lr):
    if w.grad is not None:
        w.add_(w.grad, alpha=-lr)


def descend(f, w0, lr, steps):
    place = w0.detach().clone()
    for _ in range(steps):
        leaf = place.clone().requires_grad_(True)
        f(leaf).backward()
        place = place - lr * leaf.grad
    return place
