"""Re-codes tests/wrong/18_linear_backward/order_of_answers.py."""


def linear_backward(inputs, W, grad):
    d_bias = grad.sum(dim=0)
    d_weight = grad.t().matmul(inputs)
    d_inputs = grad.matmul(W)
    return d_weight, d_inputs, d_bias
