"""The bias is made before the weight, numbers drawn one by one in Python, options as keywords."""

import random

import torch


class MyLinear(torch.nn.Module):
    def __init__(self, in_features, out_features, bias=True, **options):
        super(MyLinear, self).__init__()  # noqa: UP008
        k = 1 / in_features**0.5

        def parameter(*shape):
            count = 1
            for size in shape:
                count *= size
            numbers = [random.uniform(-k, k) for _ in range(count)]
            return torch.nn.Parameter(torch.tensor(numbers, **options).view(shape))

        self.bias = parameter(out_features) if bias else None
        self.weight = parameter(out_features, in_features)

    def forward(self, x):
        y = (self.weight @ x.unsqueeze(-1)).squeeze(-1)
        return y if self.bias is None else self.bias + y
