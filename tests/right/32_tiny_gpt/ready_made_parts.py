"""PyTorch's encoder layers with a mask, positions as a Parameter of zeros, OneCycleLR."""

import torch
from torch import nn


class GPT(nn.Module):
    def __init__(self, v, T, C, h, L):
        super().__init__()
        self.tok = nn.Embedding(v, C)
        nn.init.normal_(self.tok.weight, std=0.1)
        self.pos = nn.Parameter(torch.zeros(1, T, C))
        self.blocks = nn.ModuleList()
        for _ in range(L):
            self.blocks.append(
                nn.TransformerEncoderLayer(
                    C, h, 4 * C, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
                )
            )
        self.ln_f = nn.LayerNorm(C)
        self.head = nn.Linear(C, v, bias=False)

    def forward(self, idx):
        t = idx.shape[1]
        x = self.tok(idx) + self.pos[:, :t]
        ahead = torch.ones(t, t, dtype=torch.bool, device=idx.device).triu(1)
        for block in self.blocks:
            x = block(x, src_mask=ahead)
        return self.head(self.ln_f(x))


def train_gpt(ids, steps=600):
    model = GPT(ids.max().item() + 1, 32, 64, 4, 2).to(ids.device)
    windows = ids.unfold(0, 33, 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=max(steps, 2))
    loss_fn = nn.CrossEntropyLoss()
    model.train()
    for _ in range(steps):
        batch = windows[torch.randint(len(windows), (24,), device=ids.device)]
        optimizer.zero_grad()
        loss = loss_fn(model(batch[:, :-1]).transpose(1, 2), batch[:, 1:])
        loss.backward()
        optimizer.step()
        schedule.step()
    return model.eval()


@torch.inference_mode()
def recite(model, prompt, n, generator=None):
    model.eval()
    tokens = prompt.tolist()
    T = model.pos.shape[1]
    for _ in range(n):
        logits = model(torch.tensor([tokens[-T:]], device=prompt.device))[0, -1].cpu()
        if generator is None:
            tokens.append(int(logits.argmax()))
        else:
            odds = logits.double().softmax(0)
            dice = torch.rand((), generator=generator, dtype=torch.float64)
            tokens.append(min(int((odds.cumsum(0) < dice).sum()), len(odds) - 1))
    return torch.tensor(tokens, dtype=torch.int64, device=prompt.device)
