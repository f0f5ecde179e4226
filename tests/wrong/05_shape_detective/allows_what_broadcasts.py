"""You refuse only what PyTorch would refuse too: refuse everything but equal shapes."""


def checked_sub(pred, y):
    try:
        return pred - y
    except RuntimeError as error:
        raise ValueError("shapes do not fit") from error
