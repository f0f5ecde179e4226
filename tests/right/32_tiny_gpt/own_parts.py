"""Everything from Parameters: no nn.Linear, no nn.LayerNorm, Adam written out."""

import math

import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.w = nn.Parameter(torch.randn(i, o) * 0.02)
        self.b = nn.Parameter(torch.zeros(o))

    def forward(self, x):
        return x @ self.w + self.b


class Norm(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.g = nn.Parameter(torch.ones(c))
        self.b = nn.Parameter(torch.zeros(c))

    def forward(self, x):
        var, mean = torch.var_mean(x, -1, unbiased=False, keepdim=True)
        return (x - mean) / (var + 1e-5).sqrt() * self.g + self.b


class Table(nn.Module):
    def __init__(self, n, c):
        super().__init__()
        self.rows = nn.Parameter(torch.randn(n, c) * 0.02)

    def forward(self, i):
        return self.rows[i]


class Block(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        self.n1, self.n2, self.h = Norm(C), Norm(C), h
        self.q, self.k, self.v, self.o = (Affine(C, C) for _ in range(4))
        self.up, self.down = Affine(C, 4 * C), Affine(4 * C, C)

    def forward(self, x):
        B, t, C = x.shape
        y = self.n1(x)
        q, k, v = (f(y).view(B, t, self.h, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        s = q @ k.mT / math.sqrt(C / self.h)
        s = s + torch.full((t, t), -math.inf, device=x.device).triu(1).to(s)
        x = x + self.o((s.softmax(-1) @ v).transpose(1, 2).flatten(2))
        return x + self.down(nn.functional.silu(self.up(self.n2(x))))


class GPT(nn.Module):
    def __init__(self, v, T, C, h, L):
        super().__init__()
        self.T = T
        self.tok, self.pos = Table(v, C), Table(T, C)
        self.blocks = nn.ModuleList([Block(C, h) for _ in range(L)])
        self.ln_f = Norm(C)
        self.head = Affine(C, v)

    def forward(self, idx):
        x = self.tok(idx) + self.pos(torch.arange(idx.size(1), device=idx.device))
        for block in self.blocks:
            x = block(x)
        return self.head(self.ln_f(x))


def train_gpt(ids, steps=600):
    model = GPT(max(ids.tolist()) + 1, 32, 64, 4, 2).to(ids.device)
    params = list(model.parameters())
    m = [torch.zeros_like(p) for p in params]
    s = [torch.zeros_like(p) for p in params]
    for step in range(1, steps + 1):
        at = torch.randint(0, len(ids) - 32, (32,)).tolist()
        batch = torch.stack([ids[a : a + 33] for a in at])
        logp = model(batch[:, :-1]).log_softmax(-1)
        loss = -logp.gather(-1, batch[:, 1:, None]).mean()
        grads = torch.autograd.grad(loss, params)
        with torch.no_grad():
            for p, g, a, b in zip(params, grads, m, s):
                a.mul_(0.9).add_(g, alpha=0.1)
                b.mul_(0.99).addcmul_(g, g, value=0.01)
                p -= 2e-3 * (a / (1 - 0.9**step)) / ((b / (1 - 0.99**step)).sqrt() + 1e-8)
    return model


def recite(model, prompt, n, generator=None):
    model.train(False)
    out = torch.cat([prompt, prompt.new_zeros(n)])
    for t in range(len(prompt), len(out)):
        with torch.no_grad():
            scores = model(out[max(0, t - model.T) : t].unsqueeze(0))[0][-1]
        if generator is not None:
            noise = torch.rand(scores.shape, generator=generator).clamp(min=1e-10)
            scores = scores.log_softmax(0).to("cpu") - torch.log(-torch.log(noise))
        out[t] = scores.argmax()
    return out
