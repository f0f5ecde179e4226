"""You take the mean away; one score far above it still overflows: take the maximum."""


def softmax(x, dim):
    e = (x - x.mean(dim, keepdim=True)).exp()
    return e / e.sum(dim, keepdim=True)
