"""You know cuda and cpu only; where there is no cuda but mps, take mps."""

import torch


def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
