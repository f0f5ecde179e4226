"""Asks torch.autograd.grad for the gradients and puts them into .grad: nothing ever adds up."""

import torch


def one_lap(model, optimizer, X, y):
    weights = [p for p in model.parameters() if p.requires_grad]
    difference = model(X) - y
    loss = (difference * difference).sum() / difference.numel()
    found = torch.autograd.grad(loss, weights, allow_unused=True)
    for p, g in zip(weights, found, strict=True):
        p.grad = g
    optimizer.step()
    return loss.tolist()


def train(model, optimizer, X, y, steps):
    return [one_lap(model, optimizer, X, y) for _ in range(steps)]
