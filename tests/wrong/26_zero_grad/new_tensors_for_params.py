"""You make new tensors for your own list; the model keeps its old weights: change in place."""

import torch


class MySGD(MySGD):
    @torch.no_grad()
    def step(self):
        self.params = [p if p.grad is None else p - self.lr * p.grad for p in self.params]
