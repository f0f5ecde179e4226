"""Windows of eight with Adam at a constant rate; sampling by the Gumbel trick."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Bigram(nn.Module):
    def __init__(self, v):
        super(Bigram, self).__init__()
        self.emb = nn.Embedding(v, v)
        nn.init.zeros_(self.emb.weight)

    def forward(self, idx):
        B, T = idx.shape
        return self.emb(idx.reshape(B * T)).view(B, T, self.emb.embedding_dim)


def get_batch(ids, T, B):
    starts = torch.randint(0, len(ids) - T, (B,)).tolist()
    x = torch.stack([ids[s : s + T] for s in starts])
    y = torch.stack([ids[s + 1 : s + T + 1] for s in starts])
    return x, y


def train_bigram(ids, v, steps):
    m = Bigram(v)
    m.to(ids.device)
    opt = torch.optim.Adam(m.parameters(), lr=0.02)
    for _ in range(steps):
        x, y = get_batch(ids, 8, 64)
        logits = m(x)
        loss = F.cross_entropy(logits.transpose(1, 2), y)
        opt.zero_grad(set_to_none=False)
        loss.backward()
        opt.step()
    m.eval()
    return m


def generate(model, idx, n, generator):
    with torch.no_grad():
        for _ in range(n):
            logits = model(idx)[:, -1, :]
            noise = torch.rand(logits.shape, generator=generator).to(logits)
            gumbel = -torch.log(-torch.log(noise.clamp(min=1e-12)))
            idx = torch.cat((idx, (logits + gumbel).argmax(-1, keepdim=True)), dim=1)
    return idx.clone()
