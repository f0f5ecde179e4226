"""Re-codes tests/wrong/18_linear_backward/everything_averaged.py."""


def linear_backward(inputs, W, grad):
    n = len(inputs)
    mean_grad = grad / n
    return grad @ W, mean_grad.T @ inputs, mean_grad.sum(0)
