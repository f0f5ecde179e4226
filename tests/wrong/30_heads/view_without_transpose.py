"""You view straight to (B, h, T, d): the shape is right, but time steps are dealt out as heads."""


def split_heads(x, h):
    B, T, C = x.shape
    if C % h != 0:
        raise ValueError(f"{C} channels cannot be shared out among {h} heads")
    return x.reshape(B, h, T, C // h)
