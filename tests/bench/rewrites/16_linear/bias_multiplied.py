"""Re-codes tests/wrong/16_linear/bias_multiplied.py."""


def linear(inputs, W, b):
    product = inputs.matmul(W.transpose(0, 1))
    if b is None:
        return product
    return b * product
