"""You cut x and weight to a common length; a last axis that does not fit has to raise."""


def linear(x, weight, bias):
    width = min(x.shape[-1], weight.shape[1])
    out = x[..., :width] @ weight[:, :width].T
    return out if bias is None else out + bias
