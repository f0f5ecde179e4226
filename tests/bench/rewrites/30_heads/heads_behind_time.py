"""Re-codes tests/wrong/30_heads/heads_behind_time.py."""


def split_heads(seq, heads):
    batch, time, width = seq.size()
    if width % heads:
        raise ValueError(f"{width} does not divide by {heads}")
    return seq.unflatten(-1, (heads, width // heads))
