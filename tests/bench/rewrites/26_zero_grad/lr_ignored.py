"""Re-codes tests/wrong/26_zero_grad/lr_ignored.py."""

import torch


class MySGD:
    def __init__(self, params, lr):
        self.params = tuple(params)

    def zero_grad(self):
        for weight in self.params:
            weight.grad = None

    def step(self):
        with torch.no_grad():
            for weight in self.params:
                if weight.grad is None:
                    continue
                weight.add_(weight.grad, alpha=-0.01)
