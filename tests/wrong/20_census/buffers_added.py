"""You add the buffers; they are saved with the model, but they are no parameters."""


def count_params(model):
    return sum(p.numel() for p in [*model.parameters(), *model.buffers()])
