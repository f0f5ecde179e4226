"""A tiny GPT

Now the parts are put together. A token's id picks a row of one table, its position picks a row
of another, and the sum goes through L blocks, a last norm, and a linear that gives a score to
each of the v tokens:

    x = tok(idx) + pos(0, 1, ..., t-1)         "B t C"
    x = block(x)                               L times
    logits = head(ln_f(x))                     "B t v"

Without pos the model could not tell "dog bites man" from "man bites dog": attention does not see
in which order its keys come. And what does it cost to know nothing? A model that gives every
token 1/v has the loss ln v. That is what yours must show before its first step; if it shows 30,
its weights start too big. (PyTorch's own start is fine for nn.Linear; std 0.02 is GPT-2's.)

Write:
- class GPT(v, T, C, h, L), an nn.Module: v tokens, at most T of them at a time, C channels, h
  heads, L blocks. Attributes: tok and pos (tables of v x C and T x C numbers), blocks (L of them,
  each with weights of its own), ln_f (a LayerNorm) and head (C to v, a bias if you like, its
  weight not shared with tok). forward(idx), idx "B t" int64 with 1 <= t <= T, gives logits
  "B t v": no softmax, and what row t says does not depend on later tokens. Untrained, its mean
  loss on random tokens is within 5 % of ln v (we try v of 180 and more).
- train_gpt(ids, steps=600): makes a GPT(v = ids.max() + 1, T=32, C=64, h=4, L=2) on the device of
  ids, trains it on windows of ids "n" for `steps` updates to predict each next token, and returns
  it. We give it 240 steps on a sequence where a token mostly repeats the one three places back:
  all that can be known of it has a loss of 0.47, which single pairs cannot see (2.08), and you
  should come below 0.8. 32 random windows a step and AdamW do it, with a rate of 0.003 that
  rises over the first 50 steps and then falls.
- recite(model, prompt, n, generator=None): prompt "t" int64, t at least 1 -> a new tensor "t+n",
  prompt first. Without a generator every new token is the likeliest one. With one (a
  torch.Generator on the CPU, wherever the model is) each is drawn with the model's
  probabilities and with that generator alone. The model sees the last T tokens and no more,
  since there is no position T in its table. Call it in eval mode (model.eval()) and under
  torch.no_grad().
Nothing may seed PyTorch's own random generator. Any function of PyTorch is allowed; bring Block
and what it needs along from exercise 31: each file is graded by itself.

For fun, 600 steps take some ten seconds: join the texts in pydoc_data.topics.topics, Python's own
manual, turn them into ids with your CharTokenizer, train, and recite.

    You may read elsewhere that forward, loss, zero_grad, backward, step are five lines that are in
    every training run of a language model, or that every layer is one and the same linear. Run it,
    and count what else you needed: random batches, AdamW, a rate that rises and falls; real runs
    add clipping, accumulation (where zero_grad is not called every time) and low precision. Here
    is why linears alone do not do: they cannot look up a token, know a place, or bend.

>>> import torch
>>> model = GPT(v=50, T=8, C=16, h=2, L=1)
>>> model(torch.zeros(3, 5, dtype=torch.int64)).shape
torch.Size([3, 5, 50])
>>> recite(model, torch.tensor([7, 8, 9]), 20).shape
torch.Size([23])
"""

import torch
from torch import nn


class GPT(nn.Module):
    """A language model over v tokens that sees T of them at a time."""

    def __init__(self, v: int, T: int, C: int, h: int, L: int) -> None:
        """v tokens, context T, C channels, h heads, L blocks."""
        raise NotImplementedError

    def forward(self, idx: torch.Tensor) -> torch.Tensor:
        """idx "B t" with t <= T -> logits "B t v"."""
        raise NotImplementedError


def train_gpt(ids: torch.Tensor, steps: int = 600) -> GPT:
    """ids "n" -> a GPT(ids.max() + 1, T=32, C=64, h=4, L=2) after `steps` updates."""
    raise NotImplementedError


def recite(
    model: GPT, prompt: torch.Tensor, n: int, generator: torch.Generator | None = None
) -> torch.Tensor:
    """prompt "t" -> "t+n": greedy without a generator, drawn at random with one."""
    raise NotImplementedError
