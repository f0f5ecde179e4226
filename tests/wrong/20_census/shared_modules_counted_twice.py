"""You add up the modules one by one, so what two of them share is counted twice."""


def count_params(model):
    total = sum(p.numel() for p in model.parameters(recurse=False))
    return total + sum(count_params(child) for child in model.children())
