"""You count the parameter tensors; the numbers in them are asked for."""


def count_params(model):
    return len(list(model.parameters()))
