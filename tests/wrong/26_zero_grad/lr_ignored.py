"""Your step has a learning rate of its own; use the lr that was given."""

import torch


class MySGD(MySGD):
    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.sub_(0.01 * p.grad)
