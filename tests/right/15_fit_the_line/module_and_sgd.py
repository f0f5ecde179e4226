"""nn.Linear and torch.optim.SGD on scaled x and y, until the gradients are gone."""

import torch
from torch import nn


def scaled(values):
    center, spread = values.mean(), values.std()
    spread = spread if spread > 0 else torch.ones_like(spread)
    return (values - center) / spread, center, spread


def fit(x, y):
    zx, cx, sx = scaled(x.double())
    zy, cy, sy = scaled(y.double())
    model = nn.Linear(1, 1, dtype=torch.float64, device=x.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    for _ in range(300):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(zx.unsqueeze(1)).squeeze(1), zy)
        loss.backward()
        optimizer.step()
        if max(p.grad.abs().max().item() for p in model.parameters()) < 1e-13:
            break
    w = model.weight.item() * (sy / sx).item()
    b = cy.item() + model.bias.item() * sy.item() - w * cx.item()
    return w, b
