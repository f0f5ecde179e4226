"""You count parameters with two axes or more; biases and single numbers count as well."""


def count_params(model):
    return sum(p.numel() for p in model.parameters() if p.ndim > 1)
