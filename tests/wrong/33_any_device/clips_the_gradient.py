"""You cut long gradients off: plain SGD moves by lr times the gradient, however long."""

import torch
from torch import nn


def train_anywhere(model, batches, lr, steps, device):
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(steps):
        x, y = to_device(batches[step % len(batches)], device)  # noqa: F821
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 100.0)
        optimizer.step()
        losses.append(loss.item())
    return losses
