"""All micro-batches joined into one; ints in predict; addition with alpha in step."""

import itertools

import torch


def predict(program):
    entries = []
    for end in range(1, len(program) + 1):
        latest = reversed(program[:end])
        added = list(itertools.takewhile(lambda word: word == "backward", latest))
        entries.append(6 * len(added) or None)
    return entries


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
