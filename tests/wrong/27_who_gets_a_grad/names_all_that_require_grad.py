"""You name all that require a gradient; results do too, but backward keeps none for them."""

import torch


def who_gets_grad(program):
    names = {}
    exec(program, names)
    tensors = {name: v for name, v in names.items() if isinstance(v, torch.Tensor)}
    return {name for name, t in tensors.items() if t.requires_grad}
