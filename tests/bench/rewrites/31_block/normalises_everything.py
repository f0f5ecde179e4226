"""Re-codes tests/wrong/31_block/normalises_everything.py."""


def layer_norm(rows, scale, shift, eps=1e-5):
    middle = rows.mean()
    spread = ((rows - middle) ** 2).mean()
    return (rows - middle) / (spread + eps) ** 0.5 * scale + shift
