"""You build the optimizer before the move: it may hold the old parameters; build it after."""

import torch


def train_anywhere(model, batches, lr, steps, device):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.to(device)
    losses = []
    for step in range(steps):
        x, y = to_device(batches[step % len(batches)], device)
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
