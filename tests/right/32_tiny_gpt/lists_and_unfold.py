"""All windows by unfold, Adam under a LambdaLR, and recite as an object that works on a list."""

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, C, h):
        super().__init__()
        self.h = h
        self.norm, self.norm2 = nn.LayerNorm(C), nn.LayerNorm(C)
        self.qkv, self.out = nn.Linear(C, 3 * C), nn.Linear(C, C)
        self.mlp = nn.Sequential(nn.Linear(C, 4 * C), nn.GELU(), nn.Linear(4 * C, C))

    def forward(self, x):
        q, k, v = (
            t.unflatten(-1, (self.h, -1)).transpose(1, 2)
            for t in self.qkv(self.norm(x)).chunk(3, -1)
        )
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(mixed.transpose(1, 2).flatten(2))
        return x + self.mlp(self.norm2(x))


class GPT(nn.Module):
    def __init__(self, v, T, C, h, L):
        super().__init__()
        self.window = T
        self.tok, self.pos = nn.Embedding(v, C), nn.Embedding(T, C)
        self.blocks = nn.Sequential(*[Block(C, h) for _ in range(L)])
        self.ln_f, self.head = nn.LayerNorm(C), nn.Linear(C, v, bias=False)
        self.apply(self._start)

    @staticmethod
    def _start(m):
        if isinstance(m, (nn.Linear, nn.Embedding)):
            nn.init.trunc_normal_(m.weight, std=0.02)

    def forward(self, idx):
        x = self.tok(idx) + self.pos.weight[: idx.size(-1)]
        return self.head(self.ln_f(self.blocks(x)))


def train_gpt(ids, steps=600):
    model = GPT(ids.max().item() + 1, 32, 64, 4, 2).to(ids.device)
    opt = torch.optim.Adam(model.parameters(), lr=3e-3, betas=(0.9, 0.99))
    rate = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda i: min(1, (i + 1) / 20) * (1 - 0.9 * i / max(1, steps))
    )
    windows = ids.unfold(0, 33, 1)
    for i in range(steps):
        batch = windows[torch.randint(len(windows), (32,), device=ids.device)]
        loss = F.cross_entropy(model(batch[:, :-1]).transpose(1, 2), batch[:, 1:])
        opt.zero_grad()
        loss.backward()
        opt.step()
        rate.step()
        if i % 100 == 0:
            print(i, loss.item())
    return model.eval()


class Recite:
    def __call__(self, model, prompt, n, generator=None):
        model.eval()
        out = prompt.tolist()
        with torch.inference_mode():
            for _ in range(n):
                idx = torch.tensor([out[-model.window :]], device=prompt.device)
                row = model(idx)[0, -1].cpu()
                if generator is None:
                    out.append(int(row.argmax()))
                else:
                    out.append(int(torch.multinomial(row.softmax(0), 1, generator=generator)))
        return torch.tensor(out, dtype=torch.int64, device=prompt.device)


recite = Recite()

if __name__ == "__main__":
    print(train_gpt(torch.arange(2000) % 7, 20))
