"""The mean distance stands for the standard deviation."""


def layer_norm(x, g, b, eps=1e-5):
    c = x - x.mean(-1, keepdim=True)
    return c / (c.abs().mean(-1, keepdim=True) + eps) * g + b
