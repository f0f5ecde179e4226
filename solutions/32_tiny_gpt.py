"""A tiny GPT

Weights start small (std 0.02), so that the untrained model knows nothing and says so: its first
loss is ln v. Training is the five lines of exercise 12 with three additions: random windows, a
learning rate that warms up and then falls, and a cap on the gradient's length. `recite` shows the
model at most its last T tokens, since there is no position T in the table.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class CausalSelfAttention(nn.Module):
    """Exercise 30: h heads over C channels."""

    def __init__(self, C: int, h: int) -> None:
        super().__init__()
        if C % h != 0:
            raise ValueError(f"{C} channels cannot be shared out among {h} heads")
        self.h = h
        self.qkv = nn.Linear(C, 3 * C)
        self.proj = nn.Linear(C, C)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        B, T, C = x.shape
        heads = self.qkv(x).reshape(B, T, 3, self.h, C // self.h).permute(2, 0, 3, 1, 4)
        q, k, v = heads.unbind(0)  # each (B, h, T, d)
        scores = q @ k.transpose(-2, -1) / math.sqrt(C // self.h)
        ahead = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
        mixed = scores.masked_fill(ahead, -math.inf).softmax(dim=-1) @ v
        return self.proj(mixed.transpose(1, 2).reshape(B, T, C))


class FeedForward(nn.Module):
    """Exercise 19: out to 4C, bend, back to C."""

    def __init__(self, C: int) -> None:
        super().__init__()
        self.c_fc = nn.Linear(C, 4 * C)
        self.c_proj = nn.Linear(4 * C, C)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.c_proj(F.gelu(self.c_fc(x)))


class Block(nn.Module):
    """Exercise 31: x + attn(ln1(x)), then x + mlp(ln2(x))."""

    def __init__(self, C: int, h: int) -> None:
        super().__init__()
        self.ln1 = nn.LayerNorm(C)
        self.attn = CausalSelfAttention(C, h)
        self.ln2 = nn.LayerNorm(C)
        self.mlp = FeedForward(C)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    """A language model over v tokens that sees T of them at a time."""

    def __init__(self, v: int, T: int, C: int, h: int, L: int) -> None:
        """v tokens, context T, C channels, h heads, L blocks."""
        super().__init__()
        self.T = T
        self.tok = nn.Embedding(v, C)
        self.pos = nn.Embedding(T, C)
        self.blocks = nn.ModuleList(Block(C, h) for _ in range(L))
        self.ln_f = nn.LayerNorm(C)
        self.head = nn.Linear(C, v)
        for part in self.modules():
            if isinstance(part, (nn.Linear, nn.Embedding)):
                nn.init.normal_(part.weight, std=0.02)
            if isinstance(part, nn.Linear):
                nn.init.zeros_(part.bias)

    def forward(self, idx: torch.Tensor) -> torch.Tensor:
        """idx "B t" with t <= T -> logits "B t v"."""
        places = torch.arange(idx.shape[1], device=idx.device)
        x = self.tok(idx) + self.pos(places)
        for block in self.blocks:
            x = block(x)
        return self.head(self.ln_f(x))


def train_gpt(ids: torch.Tensor, steps: int = 600) -> GPT:
    """ids "n" -> a GPT(ids.max() + 1, T=32, C=64, h=4, L=2) after `steps` updates."""
    T, B = 32, 32
    model = GPT(int(ids.max()) + 1, T, 64, 4, 2).to(ids.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    offsets = torch.arange(T, device=ids.device)
    for step in range(steps):
        for group in optimizer.param_groups:  # up over 50 steps, then down in a straight line
            group["lr"] = 3e-3 * min((step + 1) / 50, (steps - step) / steps)
        starts = torch.randint(len(ids) - T, (B, 1)).to(ids.device)
        x, y = ids[starts + offsets], ids[starts + offsets + 1]
        loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model


@torch.no_grad()
def recite(
    model: GPT, prompt: torch.Tensor, n: int, generator: torch.Generator | None = None
) -> torch.Tensor:
    """prompt "t" -> "t+n": greedy without a generator, drawn at random with one."""
    model.eval()
    idx = prompt.clone()
    for _ in range(n):
        logits = model(idx[None, -model.T :])[0, -1]
        if generator is None:
            token = logits.argmax().view(1)
        else:  # the generator lives on the CPU, so the draw happens there
            probabilities = logits.softmax(dim=-1).to(generator.device)
            token = torch.multinomial(probabilities, 1, generator=generator).to(idx.device)
        idx = torch.cat([idx, token])
    return idx
