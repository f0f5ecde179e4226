"""You view after a transpose: the numbers no longer lie in one row; use reshape."""


def merge_heads(x):
    B, h, T, d = x.shape
    return x.transpose(1, 2).view(B, T, h * d)
