"""You switch autograd off for everybody: after recite nothing learns; use a with block."""

import torch

reference_recite = recite


def recite(model, prompt, n, generator=None):
    torch.set_grad_enabled(False)
    return reference_recite(model, prompt, n, generator)
