"""You clamp the scores before exp, which changes the shares of the big ones."""


def softmax(x, dim):
    e = x.clamp(-80, 80).exp()
    return e / e.sum(dim, keepdim=True)
