"""How surprised the model is

The model gives each of v characters a score (a logit), and the text then tells which one came. How
bad was the guess? Take the share that softmax gives the right one: its surprise is minus the
logarithm of that share. Sure and right: share 1, surprise 0. Clueless, all shares 1 / v: surprise
ln v, the number every training run should start from. Sure and wrong: without limit.

    surprise = -log(softmax(logits)[target]) = log(sum of exp(logits)) - logits[target]

The left form breaks where it matters most: a share too small for float32 becomes 0, and log(0) is
-inf. The right form never makes the share; only its sum of exponentials has to be kept from
overflowing, with the trick of the exercise before.

The loss of a batch is the mean over its b rows. Its gradient is as simple as can be:
(softmax(logits) - onehot(target)) / b, that is, what the model said minus what came.

Write `cross_entropy(logits, target)`:
- logits is floating point, "b v"; target is int64, "b", each entry one of 0 .. v-1; b >= 1, v >= 1.
- Return the mean surprise: a 0-D tensor of the dtype and device of logits, differentiable.
- Exact for any finite logits, however big. A logit of -inf means probability 0: not chosen,
  it changes nothing (the loss stays finite); chosen, the loss is inf.
- Both inputs stay unchanged.
By hand: no cross_entropy, nll_loss, log_softmax or logsumexp; logits are scores already, so there
is nothing to apply softmax to before.

>>> import torch
>>> cross_entropy(torch.zeros(2, 4), torch.tensor([0, 3]))
tensor(1.3863)
>>> cross_entropy(torch.tensor([[1000.0, 0.0], [1000.0, 0.0]]), torch.tensor([0, 1]))
tensor(500.)
"""

import torch


def cross_entropy(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The mean surprise "" over the rows of logits "b v" for target "b" (int64)."""
    raise NotImplementedError
