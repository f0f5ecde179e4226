"""You count axes from the front only; dim may be negative."""


def softmax(x, dim):
    if dim < 0:
        dim = 0
    e = (x - x.amax(dim, keepdim=True)).exp()
    return e / e.sum(dim, keepdim=True)
