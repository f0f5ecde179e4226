"""predict runs the program with PyTorch; zeros in zero_grad; p.data in step; autograd.grad."""

import torch


def predict(program):
    w = torch.tensor(2.0, requires_grad=True)
    entries = []
    for word in program:
        if word == "backward":
            ((w * 3.0 - 5.0) ** 2).backward()
        elif word == "zero_grad":
            w.grad = None
        entries.append(None if w.grad is None else w.grad.item())
    return entries


class MySGD:
    def __init__(self, params, lr):
        self.params = [p for p in params]
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.detach_()
                p.grad.zero_()

    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.data = p.data - self.lr * p.grad.data


def accumulated_grad(model, loss_fn, micro_batches):
    params = [p for p in model.parameters() if p.requires_grad]
    total = sum(y.shape[0] for _, y in micro_batches)
    sums = [torch.zeros_like(p) for p in params]
    for x, y in micro_batches:
        grads = torch.autograd.grad(loss_fn(model(x), y), params, allow_unused=True)
        for s, g in zip(sums, grads):
            if g is not None:
                s += g * (y.shape[0] / total)
    for p, s in zip(params, sums):
        p.grad = s
