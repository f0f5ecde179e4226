"""Hands the optimizer a closure that does the first four lines, and takes the loss it returns."""

import torch


def train(model, optimizer, X, y, steps):
    @torch.enable_grad()
    def lap():
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(X), y)
        loss.backward()
        return loss

    return [optimizer.step(lap).item() for _ in range(steps)]
