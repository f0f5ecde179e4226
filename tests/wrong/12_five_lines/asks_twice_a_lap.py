"""You ask the model twice a lap, and with dropout the second answer is another: once will do."""

import torch


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(steps):
        with torch.no_grad():
            losses.append(((model(X) - y) ** 2).mean().item())
        optimizer.zero_grad()
        ((model(X) - y) ** 2).mean().backward()
        optimizer.step()
    return losses
