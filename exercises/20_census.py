"""Counting GPT-2

Where do the numbers of a model live? GPT-2 small is, from bottom to top (d = 768):
- an embedding with d numbers for each of the vocab tokens, and one with d numbers for each of
  the ctx positions. The output layer has no numbers of its own: it uses the first embedding again.
- `layers` blocks, each with a LayerNorm (a weight and a bias, d each), attention (a linear layer
  d -> 3d for q, k and v, and one d -> d), another LayerNorm, and the feed-forward part (linear
  layers d -> 4d and 4d -> d). All four linear layers have a bias.
- one last LayerNorm.

PyTorch counts by identity: model.parameters() lists each nn.Parameter once, even where two
layers share it. A buffer (the running mean of a BatchNorm, say) is saved with the model but is
no parameter.

Write two functions:
- `count_params(model)`: how many numbers there are in the parameters of an nn.Module, frozen or
  not; a parameter used in several places counts once, buffers do not count. No parameters: 0.
- `gpt2_params(vocab, ctx, d, layers)`: a dict with exactly the keys embed (both embeddings),
  attention, mlp, layernorm and total. layers may be 0.
All counts are Python ints.

    You may read elsewhere that each layer has two linear layers shaped like nn.Linear(768, 3072),
    and that these are the model, with billions of parameters: run
    `gpt2_params(50257, 1024, 768, 12)` and see. Here is why not: a block has four linear
    layers, and only one has that shape. It holds 1.9 % of a model of 0.124 billion; all the
    feed-forward parts together hold 45.5 %, and the embeddings 31.6 %.

>>> from torch import nn
>>> count_params(nn.Linear(3, 2))
8
>>> gpt2_params(50257, 1024, 768, 12)["total"]
124439808
>>> gpt2_params(10, 4, 2, 0)
{'embed': 28, 'attention': 0, 'mlp': 0, 'layernorm': 4, 'total': 32}
"""

from torch import nn


def count_params(model: nn.Module) -> int:
    """How many numbers the parameters of model hold, a shared one counted once."""
    raise NotImplementedError


def gpt2_params(vocab: int, ctx: int, d: int, layers: int) -> dict[str, int]:
    """The parameters of a GPT-2 by part: embed, attention, mlp, layernorm and total."""
    raise NotImplementedError
