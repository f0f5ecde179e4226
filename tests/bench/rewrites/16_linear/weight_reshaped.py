"""Re-codes tests/wrong/16_linear/weight_reshaped.py."""


def linear(inputs, W, b):
    o, i = W.shape
    result = inputs @ W.contiguous().view(i, o)
    if b is not None:
        result = result + b
    return result
