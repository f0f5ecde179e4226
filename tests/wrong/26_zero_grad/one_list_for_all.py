"""All your optimizers share one list of parameters: make it in __init__, one for each."""

import torch


class MySGD:
    params = []

    def __init__(self, params, lr):
        self.params.extend(params)
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.sub_(self.lr * p.grad)
