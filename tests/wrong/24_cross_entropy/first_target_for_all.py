"""You use the first target for all rows; each row has its own."""


def cross_entropy(logits, target):
    shifted = logits - logits.amax(1, keepdim=True)
    return (shifted.exp().sum(1).log() - shifted[:, target[0]]).mean()
