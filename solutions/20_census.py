"""Counting GPT-2

parameters() already walks all submodules and drops what it has seen, so counting is one sum.
For the closed form, take a block: 4d*d + 4d in attention, 8d*d + 5d in the feed-forward part,
4d in its two LayerNorms; together 12d*d + 13d. The part that grows with d*d wins in big models,
the embeddings matter in small ones.
"""

from torch import nn


def count_params(model: nn.Module) -> int:
    """How many numbers the parameters of model hold, a shared one counted once."""
    return sum(p.numel() for p in model.parameters())


def gpt2_params(vocab: int, ctx: int, d: int, layers: int) -> dict[str, int]:
    """The parameters of a GPT-2 by part: embed, attention, mlp, layernorm and total."""

    def linear(size_in: int, size_out: int) -> int:
        return size_in * size_out + size_out  # weight and bias

    parts = {
        "embed": vocab * d + ctx * d,  # the output layer shares the token embedding
        "attention": layers * (linear(d, 3 * d) + linear(d, d)),
        "mlp": layers * (linear(d, 4 * d) + linear(4 * d, d)),
        "layernorm": (2 * layers + 1) * 2 * d,  # two per block and the last one
    }
    return {**parts, "total": sum(parts.values())}
