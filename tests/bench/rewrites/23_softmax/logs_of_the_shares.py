"""Re-codes tests/wrong/23_softmax/logs_of_the_shares.py."""


def softmax(scores, dim):
    top = scores.amax(dim=dim, keepdim=True)
    powers = (scores - top).exp()
    return scores - top - powers.sum(dim=dim, keepdim=True).log()
