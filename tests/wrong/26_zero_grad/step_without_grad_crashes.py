"""Your step wants a gradient from every parameter; where .grad is None there is nothing to do."""

import torch


class MySGD(MySGD):
    @torch.no_grad()
    def step(self):
        for p in self.params:
            p.sub_(self.lr * p.grad)
