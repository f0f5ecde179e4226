"""You give the device's name, a str; make a torch.device of it."""

import torch


def pick_device():
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
