"""Your biggest score gets the smallest share: the sign before the score is wrong."""


def softmax(x, dim):
    e = (x.amin(dim, keepdim=True) - x).exp()
    return e / e.sum(dim, keepdim=True)
