"""You add the past up; divide each row by how many there are."""


def causal_mean(x):
    return x.cumsum(dim=1)
