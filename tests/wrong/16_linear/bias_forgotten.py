"""You return the product without the bias, even where there is one."""


def linear(x, weight, bias):
    return x @ weight.T
