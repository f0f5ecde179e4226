"""You name cuda without asking whether there is one; ask torch.cuda.is_available() first."""

import torch


def pick_device():
    return torch.device("cuda")
