"""You take the maximum away in place: the scores of the caller have changed."""


def softmax(x, dim):
    x -= x.detach().amax(dim, keepdim=True)
    e = x.exp()
    return e / e.sum(dim, keepdim=True)
