"""You bring model and batch back to the CPU and calculate there; stay on the device."""

import torch


def train_anywhere(model, batches, lr, steps, device):
    model.to("cpu")
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(steps):
        x, y = to_device(batches[step % len(batches)], "cpu")
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
