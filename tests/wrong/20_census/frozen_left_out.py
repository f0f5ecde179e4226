"""You skip frozen parameters; they do not learn for now, but they are parameters."""


def count_params(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
