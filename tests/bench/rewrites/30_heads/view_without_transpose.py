"""Re-codes tests/wrong/30_heads/view_without_transpose.py."""


def split_heads(seq, heads):
    batch, time, width = seq.size()
    if width % heads:
        raise ValueError(f"{width} does not divide by {heads}")
    return seq.contiguous().view(batch, heads, time, width // heads)
