"""You step by the sign of the gradient; its size matters as well."""

import torch


class MySGD(MySGD):
    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.sub_(self.lr * p.grad.sign())
