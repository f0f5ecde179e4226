"""You fold all leading axes into one and never unfold them: they come out as they went in."""


def linear(x, weight, bias):
    out = x.reshape(-1, weight.shape[1]) @ weight.T
    return out if bias is None else out + bias
