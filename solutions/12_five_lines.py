"""The five lines of training

The five lines in the order in which they are usually written. `item` takes the number out of the
loss: a list of loss tensors would keep every lap's graph alive and the memory would grow.
"""

import torch


def train(
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    X: torch.Tensor,
    y: torch.Tensor,
    steps: int,
) -> list[float]:
    """Train the model in place and return the loss of each lap before its update.

    Shapes: X: "n i", y: "n o", model: "n i" -> "n o".
    """
    losses = []
    for _ in range(steps):
        pred = model(X)
        loss = ((pred - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
