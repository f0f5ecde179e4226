"""Re-codes tests/wrong/24_cross_entropy/first_target_for_all.py."""


def _logs(scores):
    lowered = scores - scores.max(dim=-1, keepdim=True).values
    return lowered - lowered.exp().sum(dim=-1, keepdim=True).log()


def cross_entropy(scores, labels):
    return -_logs(scores)[:, labels[0]].mean()
