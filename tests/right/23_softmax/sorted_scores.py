"""The maximum found as the last of the sorted scores, and a factor for the division."""

import torch


class Softmax:
    def __call__(self, x, dim):
        ordered, _ = torch.sort(x, dim=dim)
        last = torch.tensor([x.shape[dim] - 1], device=x.device)
        scores = x.sub(ordered.index_select(dim, last))
        return scores.exp() * scores.exp().sum(dim=dim, keepdim=True).reciprocal()


softmax = Softmax()
