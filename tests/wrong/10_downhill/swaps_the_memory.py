"""You give the Parameter new memory: whoever shares the old one stays behind; write into it instead."""


def step(w, lr):
    if w.grad is None:
        return
    w.data = w.data - lr * w.grad
