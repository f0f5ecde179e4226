"""You look at the outermost module alone; the parameters of the modules inside count as well."""


def count_params(model):
    return sum(p.numel() for p in model.parameters(recurse=False))
