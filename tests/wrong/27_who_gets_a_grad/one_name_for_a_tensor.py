"""You name each tensor once; two variables may stand for one tensor, and both have its .grad."""

import torch


def who_gets_grad(program):
    names = {}
    exec(program, names)
    found = {}
    for name, v in names.items():
        if isinstance(v, torch.Tensor) and (v.is_leaf or v.retains_grad) and v.grad is not None:
            found.setdefault(id(v), name)
    return set(found.values())
