""".detach() and .data cut the answer off from the inputs: then no gradient flows back."""


def checked_sub(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred.detach() - y.detach()
