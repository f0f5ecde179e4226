"""You deal the channels out one by one; head i owns d neighbours, i*d to (i+1)*d."""


def split_heads(x, h):
    B, T, C = x.shape
    if C % h != 0:
        raise ValueError(f"{C} channels cannot be shared out among {h} heads")
    return x.reshape(B, T, C // h, h).permute(0, 3, 1, 2)
