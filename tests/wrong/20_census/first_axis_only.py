"""You count the rows of each parameter; multiply all its sizes."""


def count_params(model):
    return sum(len(p) for p in model.parameters())
