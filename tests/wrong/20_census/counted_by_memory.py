"""You count by where the numbers lie: two parameters may share memory and are still two."""


def count_params(model):
    return sum({p.data_ptr(): p.numel() for p in model.parameters()}.values())
