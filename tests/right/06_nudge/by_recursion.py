"""Splits the tensor along its first axis until one number is left."""

import torch


def slope(f, w, h=1e-4):
    w = w.detach()
    if w.dim() == 0:
        return (f(w + h) - f(w - h)).detach() / (2 * h)
    parts = []
    for i in range(w.shape[0]):

        def with_part(part, i=i):
            return f(torch.cat([w[:i], part.unsqueeze(0), w[i + 1 :]]))

        parts.append(slope(with_part, w[i], h))
    return torch.stack(parts) if parts else torch.zeros_like(w)
