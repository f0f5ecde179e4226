"""Scores to shares

A model puts out scores, any real numbers. To draw the next character, you need shares: none below
0, and together 1. Softmax gets them by raising e to each score and dividing by the sum:

    softmax(x)[i] = exp(x[i]) / (exp(x[0]) + exp(x[1]) + ...)

Try exp(torch.tensor(89.0)): inf, the biggest float32 is passed, and inf / inf is nan. In half
precision 12 is enough. Real scores get that big. What saves you: adding one number to all scores of
a row multiplies above and below by the same factor, so the shares stay the same. You may therefore
choose that number, and choose it such that exp never sees anything above 0. Each row needs its
own: what is right for one row can push another one so low that all its exponentials are 0.

Which numbers belong to one row is what `dim` says: the entries along that axis share, and
everything else is kept apart.

Write `softmax(x, dim)`:
- x is floating point, of any shape with at least one axis; dim may be negative. The answer has the
  shape, dtype and device of x, and sums to 1 along dim.
- No overflow for any finite scores; a score of -inf gets the share 0. If all scores of a row are
  -inf, no shares exist, and the row is nan (as with torch.softmax).
- The axis dim is never empty; another axis may be.
- x stays unchanged, and gradients flow.
By hand: no softmax, softmin, log_softmax or logsumexp of PyTorch's, nor torch.special; exp, sum,
amax and the like are allowed.

>>> import torch
>>> softmax(torch.tensor([0.0, 0.0, 1000.0]), 0)
tensor([0., 0., 1.])
>>> softmax(torch.tensor([[1.0, 2.0], [3.0, 3.0]]), dim=1)
tensor([[0.2689, 0.7311],
        [0.5000, 0.5000]])
"""

import torch


def softmax(x: torch.Tensor, dim: int) -> torch.Tensor:
    """The shares "..." of the scores x "..." along dim."""
    raise NotImplementedError
