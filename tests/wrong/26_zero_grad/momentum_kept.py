"""Your step remembers former gradients; it should use the gradient that is there now, no more."""

import torch


class MySGD(MySGD):
    @torch.no_grad()
    def step(self):
        self.old = getattr(self, "old", {})
        for p in self.params:
            if p.grad is not None:
                self.old[p] = 0.9 * self.old.get(p, 0) + p.grad
                p.sub_(self.lr * self.old[p])
