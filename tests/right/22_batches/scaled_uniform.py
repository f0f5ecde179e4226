"""A uniform number scaled and rounded down."""

import torch

split = lambda data, frac=0.9: torch.tensor_split(data, [int(frac * len(data))])  # noqa: E731


def get_batch(data, T, B, generator):
    share = torch.rand(B, generator=generator, dtype=torch.float64)
    starts = (share * (len(data) - T)).long()
    offsets = torch.arange(T)
    x, y = data.new_empty(B, T), data.new_empty(B, T)
    for row, start in enumerate(starts.tolist()):
        x[row] = data[(start + offsets).to(data.device)]
        y[row] = data[start + 1 : start + 1 + T]
    return x, y
