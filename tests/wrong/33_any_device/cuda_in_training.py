"""You call .cuda(): go to the device that the caller named, with .to(device)."""

import torch


def train_anywhere(model, batches, lr, steps, device):
    model.cuda()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(steps):
        x, y = (part.cuda() for part in batches[step % len(batches)])
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
