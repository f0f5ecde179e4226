"""You compute in float32 whatever you are given; the answer keeps the dtype of x."""


def linear(x, weight, bias):
    out = x.float() @ weight.float().T
    return out if bias is None else out + bias.float()
