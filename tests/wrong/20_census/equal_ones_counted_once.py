"""You merge parameters that look alike; only one and the same parameter counts once."""


def count_params(model):
    return sum(
        {
            name.split(".")[-1] + str(p.tolist()): p.numel() for name, p in model.named_parameters()
        }.values()
    )
