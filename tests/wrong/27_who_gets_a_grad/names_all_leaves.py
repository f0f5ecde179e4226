"""You name every leaf; one without requires_grad gets nothing."""

import torch


def who_gets_grad(program):
    names = {}
    exec(program, names)
    tensors = {name: v for name, v in names.items() if isinstance(v, torch.Tensor)}
    return {name for name, t in tensors.items() if t.is_leaf}
