"""Your slopes still require grad: they are measured numbers, so cut them from the graph."""

import torch


def slope(f, w, h=1e-4):
    rows = []
    for i in range(w.numel()):
        nudge = torch.zeros(w.numel(), dtype=w.dtype, device=w.device)
        nudge[i] = h
        nudge = nudge.reshape(w.shape)
        rows.append((f(w + nudge) - f(w - nudge)) / (2 * h))
    if not rows:
        return torch.zeros_like(w)
    return torch.stack(rows).reshape(w.shape)
