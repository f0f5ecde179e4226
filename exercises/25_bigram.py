"""The smallest language model

A language model answers one question: given what has been read so far, how likely is each token to
come next? The smallest one that is any good looks at a single token, the last. All it needs is a
table of v x v numbers: row i holds the scores (logits) of what may follow token i, and softmax
turns a row into probabilities. Looking up rows is what nn.Embedding does, so the whole model is
one nn.Embedding(v, v), trained with the loop that you know.

How good can it get? Count the pairs: where "q" was followed by "u" 98 times in 100, no
table can do better than to say 0.98. The loss of the table of counts is the floor, and you are
done when training comes down to it.

Write:
- class Bigram(v), an nn.Module. forward(idx), idx "B T" int64, gives logits "B T v"; each row of
  logits depends on the token in its own place and on nothing else. B or T may be 0. The table is
  a parameter, so that .parameters(), .to(...) and state_dict() find it.
- train_bigram(ids, v, steps): makes a Bigram(v) on the device of ids, trains it on the pairs of
  neighbours in ids "n" (all of ids: holding some back is the caller's job) for `steps` updates,
  and returns it. v may be more than the largest id + 1. How you cut batches is up to you. We let
  it take 500 steps and compare the loss with that of the counts: at most 0.02 above. A learning
  rate of 0.001 does not get there in 500 steps.
- generate(model, idx, n, generator): a new int64 tensor "B T+n", idx first, then n tokens, one at
  a time, each drawn at random with the probabilities that the model gives (T is at least 1, n may
  be 0). The generator is a torch.Generator on the CPU, even when the model is elsewhere: draw
  with it alone, so that the same generator state gives the same tokens. Nothing here is going to
  be differentiated, so call the model under torch.no_grad().
Nothing may seed PyTorch's own random generator. Any function of PyTorch is allowed.

F.cross_entropy takes logits "N v" and targets "N": with three axes it looks for the classes on
axis 1, where you have time. Flatten first.

    You may read elsewhere that minutes 0 to 25 of the video "Let's build GPT" write nn.Linear and
    the training loop. Run it and watch the chapters: the text comes at 07:52, batches at 14:27,
    the bigram model at 22:11, training at 34:53. Here is why you wait for nn.Linear in vain:
    there is none in a bigram. Its one layer is a table to look rows up in.

>>> import torch
>>> Bigram(5)(torch.tensor([[0, 3, 1]])).shape
torch.Size([1, 3, 5])
>>> ids = torch.tensor([0, 1, 2]).repeat(200)
>>> model = train_bigram(ids, 3, 300)
>>> generate(model, torch.tensor([[0, 1]]), 4, torch.Generator().manual_seed(0))
tensor([[0, 1, 2, 0, 1, 2]])
"""

import torch
from torch import nn


class Bigram(nn.Module):
    """A table of v x v numbers that is a language model."""

    def __init__(self, v: int) -> None:
        """A table for v tokens."""
        raise NotImplementedError

    def forward(self, idx: torch.Tensor) -> torch.Tensor:
        """idx "B T" int64 -> logits "B T v" for the token that follows each one."""
        raise NotImplementedError


def train_bigram(ids: torch.Tensor, v: int, steps: int) -> Bigram:
    """ids "n" int64 -> a Bigram(v) on the device of ids, after `steps` updates."""
    raise NotImplementedError


def generate(model: Bigram, idx: torch.Tensor, n: int, generator: torch.Generator) -> torch.Tensor:
    """idx "B T" -> "B T+n": idx, then n tokens, each drawn from the model's probabilities."""
    raise NotImplementedError
