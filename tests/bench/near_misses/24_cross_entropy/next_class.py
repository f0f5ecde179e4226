"""The class after the target."""


def cross_entropy(logits, target):
    logs = logits.log_softmax(1)
    return -logs.gather(1, (target[:, None] + 1) % logits.shape[1]).mean()
