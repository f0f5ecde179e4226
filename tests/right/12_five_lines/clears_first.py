"""Clears through the model first in the lap, with set_to_none=False, and uses nn.MSELoss."""

from torch import nn

measure = nn.MSELoss()


def train(model, optimizer, X, y, steps):
    losses = []
    while len(losses) < steps:
        model.zero_grad(set_to_none=False)
        optimizer.zero_grad(set_to_none=False)
        loss = measure(model(X), y)
        losses.append(float(loss))
        loss.backward()
        optimizer.step()
    return losses
