"""As in the video: a head at a time, ReLU, PyTorch's own start, Adam at a constant rate."""

import torch
import torch.nn as nn
from torch.nn import functional as F


class Head(nn.Module):
    def __init__(self, C, d, T):
        super().__init__()
        self.key = nn.Linear(C, d, bias=False)
        self.query = nn.Linear(C, d, bias=False)
        self.value = nn.Linear(C, d, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(T, T)))

    def forward(self, x):
        t = x.shape[1]
        wei = self.query(x) @ self.key(x).transpose(-2, -1) * self.key.out_features**-0.5
        wei = wei.masked_fill(self.tril[:t, :t] == 0, float("-inf"))
        return F.softmax(wei, dim=-1) @ self.value(x)


class Block(nn.Module):
    def __init__(self, C, h, T):
        super().__init__()
        self.heads = nn.ModuleList([Head(C, C // h, T) for _ in range(h)])
        self.proj = nn.Linear(C, C)
        self.ffwd = nn.Sequential(nn.Linear(C, 4 * C), nn.ReLU(), nn.Linear(4 * C, C))
        self.ln1 = nn.LayerNorm(C)
        self.ln2 = nn.LayerNorm(C)

    def forward(self, x):
        y = self.ln1(x)
        x = x + self.proj(torch.cat([head(y) for head in self.heads], dim=-1))
        return x + self.ffwd(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, v, T, C, h, L):
        super().__init__()
        self.block_size = T
        self.tok = nn.Embedding(v, C)
        self.pos = nn.Embedding(T, C)
        self.blocks = nn.Sequential(*[Block(C, h, T) for _ in range(L)])
        self.ln_f = nn.LayerNorm(C)
        self.head = nn.Linear(C, v)

    def forward(self, idx):
        B, t = idx.shape
        x = self.tok(idx) + self.pos.weight[:t]
        return self.head(self.ln_f(self.blocks(x)))


def get_batch(ids, T, B):
    ix = torch.randint(len(ids) - T, (B,))
    x = torch.stack([ids[i : i + T] for i in ix])
    y = torch.stack([ids[i + 1 : i + T + 1] for i in ix])
    return x, y


def train_gpt(ids, steps=600):
    model = GPT(int(ids.max().item()) + 1, 32, 64, 4, 2).to(ids.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(steps):
        xb, yb = get_batch(ids, 32, 32)
        logits = model(xb)
        B, T, C = logits.shape
        loss = F.cross_entropy(logits.view(B * T, C), yb.view(B * T))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return model


def recite(model, prompt, n, generator=None):
    model.eval()
    idx = prompt.unsqueeze(0)
    with torch.no_grad():
        for _ in range(n):
            logits = model(idx[:, -model.block_size :])[:, -1, :]
            if generator is None:
                idx_next = torch.argmax(logits, dim=-1, keepdim=True)
            else:
                probs = F.softmax(logits, dim=-1).cpu()
                idx_next = torch.multinomial(probs, num_samples=1, generator=generator)
            idx = torch.cat((idx, idx_next.to(idx.device)), dim=1)
    return idx[0].clone()
