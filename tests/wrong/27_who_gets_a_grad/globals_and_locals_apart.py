"""exec with two dicts hides the variables from functions of the program: give it one."""

import torch


def who_gets_grad(program):
    names = {}
    exec(program, {}, names)
    tensors = {name: v for name, v in names.items() if isinstance(v, torch.Tensor)}
    keepers = {name: t for name, t in tensors.items() if t.is_leaf or t.retains_grad}
    return {name for name, t in keepers.items() if t.grad is not None}
