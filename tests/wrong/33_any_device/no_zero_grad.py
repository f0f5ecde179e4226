"""You never clear the gradients: each step uses the sum of all so far."""

import torch


def train_anywhere(model, batches, lr, steps, device):
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(steps):
        x, y = to_device(batches[step % len(batches)], device)
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
