"""Pieces of text to learn from

A language model learns to say what comes next. So a training example is a piece of the text, T ids
long, together with the same piece moved on by one: x holds data[s] ... data[s + T - 1], y holds
data[s + 1] ... data[s + T], and y[t] is the right answer after reading x[0] ... x[t]. One piece
holds T questions. If y were x itself, the answer would stand in the question: the loss
sinks to almost nothing, and the model has learned nothing.

Nobody reads a book in one step: each step takes B pieces that start anywhere. Which starts are
possible? The last target of a piece is data[s + T], and that has to exist. With n ids there are
n - T starts, the first is 0, and every one has to be as likely as the others.

Some of the text is put aside before all that, to measure on text never trained on. It is the end
of the text, in one piece, not a random choice: neighbouring pieces overlap.

Write two functions, for a 1-D data of n ids:
- `split(data, frac=0.9)`: the tuple (data[:k], data[k:]) with k = int(frac * n).
- `get_batch(data, T, B, generator)`: (x, y), both "B T", made of B starts drawn independently
  and evenly with the given torch.Generator (on the CPU). The same state of the generator gives
  the same batch, the next call gives another; nothing else is random, and the global
  generator is not touched. dtype and device are those of data, which stays unchanged, as
  x and y are copies. n is at least T + 1; B may be bigger than the number of starts.

    You may read elsewhere that the first 25 minutes of Karpathy's video show nn.Linear and the
    training loop: run it, and look at its chapters: data at 7:52, tokenizer and split from
    9:28, batches at 14:27, a bigram model from 22:11, training from 34:53. Here is why it is
    so: his first model is a table (nn.Embedding) and needs no nn.Linear at all.

>>> import torch
>>> data = torch.arange(10)
>>> train, val = split(data, 0.75)
>>> len(train), len(val)
(7, 3)
>>> x, y = get_batch(data, 4, 3, torch.Generator().manual_seed(1))
>>> x.shape, bool((y == x + 1).all())
(torch.Size([3, 4]), True)
"""

import torch


def split(data: torch.Tensor, frac: float = 0.9) -> tuple[torch.Tensor, torch.Tensor]:
    """The first int(frac * n) of the n ids in data "n", and the others."""
    raise NotImplementedError


def get_batch(
    data: torch.Tensor, T: int, B: int, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """B random pieces x "B T" of data "n", and the same pieces moved on by one, y "B T"."""
    raise NotImplementedError
