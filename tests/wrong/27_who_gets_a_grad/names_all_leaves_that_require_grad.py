"""You name leaves that could get a gradient; whether backward reached them is another question."""

import torch


def who_gets_grad(program):
    names = {}
    exec(program, names)
    tensors = {name: v for name, v in names.items() if isinstance(v, torch.Tensor)}
    return {name for name, t in tensors.items() if t.is_leaf and t.requires_grad}
