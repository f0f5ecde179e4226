"""You leave the heads behind time: the answer is (B, h, T, d), so exchange axes 1 and 2."""


def split_heads(x, h):
    B, T, C = x.shape
    if C % h != 0:
        raise ValueError(f"{C} channels cannot be shared out among {h} heads")
    return x.reshape(B, T, h, C // h)
