"""Your step clears the gradients, which breaks adding them up over several backwards."""

import torch


class MySGD(MySGD):
    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.sub_(self.lr * p.grad)
                p.grad = None
