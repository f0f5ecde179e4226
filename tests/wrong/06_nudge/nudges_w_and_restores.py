"""You nudge the caller's own w and put it back: whoever looks at w meanwhile sees it move."""

import torch


def slope(f, w, h=1e-4):
    slopes = torch.zeros(w.shape, dtype=w.dtype, device=w.device)
    kept = w.detach().clone()
    with torch.no_grad():
        for i in range(w.numel()):
            nudge = torch.zeros(w.numel(), dtype=w.dtype, device=w.device)
            nudge[i] = h
            nudge = nudge.reshape(w.shape)
            w.copy_(kept + nudge)
            right = f(w.detach().clone())
            w.copy_(kept - nudge)
            slopes.view(-1)[i] = (right - f(w.detach().clone())) / (2 * h)
        w.copy_(kept)
    return slopes
