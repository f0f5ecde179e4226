"""You leave out results; one that was asked to retain_grad() has a gradient too."""

import torch


def who_gets_grad(program):
    names = {}
    exec(program, names)
    tensors = {name: v for name, v in names.items() if isinstance(v, torch.Tensor)}
    return {name for name, t in tensors.items() if t.is_leaf and t.grad is not None}
