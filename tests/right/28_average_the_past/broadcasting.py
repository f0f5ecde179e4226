"""Everything times everything, cut with where; a great deal of memory and no matrix product."""

import torch

causal_mean = lambda x: (
    torch.where(
        torch.ones(x.shape[1], x.shape[1], device=x.device).tril()[None, :, :, None] > 0,
        x[:, None, :, :],
        x.new_zeros(()),
    ).sum(2)
    / (1 + torch.arange(x.shape[1], device=x.device))[None, :, None]
)
