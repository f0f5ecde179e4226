"""You leave b1 out; it passes through the second layer's matrix and adds to b2."""


def collapse(W1, b1, W2, b2):
    return W2 @ W1, b2.clone()
