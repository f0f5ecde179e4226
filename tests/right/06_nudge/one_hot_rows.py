"""Adds rows of a scaled identity matrix, and never writes into a tensor."""

import torch


def slope(f, w, h=1e-4):
    start = w.detach()
    nudges = h * torch.eye(w.numel(), dtype=w.dtype, device=w.device)
    found = []
    for nudge in nudges:
        nudge = nudge.reshape(start.shape)
        found.append(f(start + nudge).item() - f(start - nudge).item())
    return torch.tensor(found, dtype=w.dtype, device=w.device).reshape(w.shape) / (2 * h)
