"""A small class walks, and zeroes .grad in place after each step."""

import torch


def step(w, lr):
    with torch.no_grad():
        moved = w - lr * w.grad if w.grad is not None else w.clone()
        w.copy_(moved)


class Walker:
    def __init__(self, f, start):
        self.f = f
        self.w = torch.nn.Parameter(torch.zeros_like(start, requires_grad=False))
        with torch.no_grad():
            self.w.copy_(start)

    def walk(self, lr):
        self.f(self.w).backward()
        step(self.w, lr)
        self.w.grad.zero_()


def descend(f, w0, lr, steps):
    walker = Walker(f, w0)
    for _ in range(steps):
        walker.walk(lr)
    return walker.w.detach().clone()
