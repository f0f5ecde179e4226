"""All micro-batches joined into one; ints in predict; addition with alpha in step."""

import itertools

import torch


def predict(program):
    def after(held, word):
        return None if word == "zero_grad" else 6 + (held or 0)

    return list(itertools.accumulate(program, after, initial=None))[1:]


class MySGD:
    def __init__(self, params, lr):
        self.params, self.lr = tuple(params), lr

    def zero_grad(self):
        for p in self.params:
            del p.grad

    def step(self):
        with torch.no_grad():
            for p in filter(lambda p: p.grad is not None, self.params):
                p.add_(p.grad, alpha=-self.lr)


def accumulated_grad(model, loss_fn, micro_batches):
    MySGD(model.parameters(), 0.0).zero_grad()
    xs, ys = zip(*micro_batches)
    loss_fn(model(torch.cat(xs)), torch.cat(ys)).backward()
