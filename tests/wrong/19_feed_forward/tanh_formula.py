"""That is the tanh variant, which GPT-2 itself used: right idea, but here erf is asked for."""

import math

import torch


def gelu(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))
