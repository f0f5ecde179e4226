"""You name every tensor; most of them have no .grad."""

import torch


def who_gets_grad(program):
    names = {}
    exec(program, names)
    tensors = {name: v for name, v in names.items() if isinstance(v, torch.Tensor)}
    return {name for name in tensors}
