"""The smallest language model

Row i of the table holds the scores of what may follow token i, so looking up a row is the whole
forward pass. Pairs are drawn at random from all of the data, and the learning rate falls to zero:
with a constant one the table would keep trembling around the counts it is heading for.
"""

import torch
from torch import nn
from torch.nn import functional as F


class Bigram(nn.Module):
    """A table of v x v numbers that is a language model."""

    def __init__(self, v: int) -> None:
        """A table for v tokens."""
        super().__init__()
        self.table = nn.Embedding(v, v)

    def forward(self, idx: torch.Tensor) -> torch.Tensor:
        """idx "B T" int64 -> logits "B T v" for the token that follows each one."""
        return self.table(idx)


def train_bigram(ids: torch.Tensor, v: int, steps: int) -> Bigram:
    """ids "n" int64 -> a Bigram(v) on the device of ids, after `steps` updates."""
    model = Bigram(v).to(ids.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 0.1 * (1 - step / steps)
        place = torch.randint(len(ids) - 1, (32, 8)).to(ids.device)
        logits = model(ids[place])
        # cross_entropy wants the classes on axis 1: one long list of rows has them there
        loss = F.cross_entropy(logits.flatten(0, 1), ids[place + 1].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@torch.no_grad()
def generate(model: Bigram, idx: torch.Tensor, n: int, generator: torch.Generator) -> torch.Tensor:
    """idx "B T" -> "B T+n": idx, then n tokens, each drawn from the model's probabilities."""
    idx = idx.clone()
    for _ in range(n):
        probabilities = model(idx[:, -1:])[:, -1].softmax(dim=-1)
        # the generator lives on the CPU, so the draw happens there
        drawn = torch.multinomial(probabilities.to(generator.device), 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
    return idx
