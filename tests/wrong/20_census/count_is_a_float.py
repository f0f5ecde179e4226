"""Your count is a float; a count is an int."""


def count_params(model):
    return float(sum(p.numel() for p in model.parameters()))
