"""You count a shared parameter wherever it is used; it is one parameter and counts once."""


def count_params(model):
    return sum(p.numel() for _, p in model.named_parameters(remove_duplicate=False))
