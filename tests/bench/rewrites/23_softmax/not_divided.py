"""Re-codes tests/wrong/23_softmax/not_divided.py."""


def softmax(scores, dim):
    top, _ = scores.max(dim, keepdim=True)
    return scores.sub(top).exp()
