"""How surprised the model is

Taking each row's maximum away changes both terms by the same amount, so the difference stays, and
exp never overflows. Indexing with two lists, row numbers and targets, picks one entry from each
row; logits[:, target] would pick b columns from every row. Picking also keeps a -inf elsewhere
out of it, where multiplying with a one-hot matrix would make 0 * -inf = nan.
"""

import torch


def cross_entropy(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The mean surprise "" over the rows of logits "b v" for target "b" (int64)."""
    shifted = logits - logits.amax(1, keepdim=True)
    rows = torch.arange(len(target), device=logits.device)
    return (shifted.exp().sum(1).log() - shifted[rows, target]).mean()
