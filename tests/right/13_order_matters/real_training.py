"""Trains one real weight for a few laps and looks at the gradient that step finds."""

import torch


def works(order):
    w = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(3.0, dtype=torch.float64), 5.0
    pred = loss = None
    try:
        for _ in range(4):
            due = None
            for line in order:
                if line == "forward":
                    pred = w * x
                    due = 2 * (pred.item() - y) * x.item()
                elif line == "loss":
                    loss = (pred - y) ** 2
                elif line == "zero_grad":
                    w.grad = None
                elif line == "backward":
                    loss.backward()
                else:
                    if due is None or w.grad is None or abs(w.grad.item() - due) > 1e-9:
                        return False
                    with torch.no_grad():
                        w.sub_(0.01 * w.grad)
    except (AttributeError, TypeError, RuntimeError):
        return False
    return True
