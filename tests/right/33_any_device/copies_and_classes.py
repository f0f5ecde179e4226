"""deepcopy of containers, an optimizer, mse_loss, a class that can be called."""

import copy

import torch
import torch.nn.functional as F


def pick_device():
    name = "cpu"
    if torch.backends.mps.is_available():
        name = "mps"
    if torch.cuda.is_available():
        name = "cuda:0"
    return torch.device(name)


class Mover:
    def __call__(self, batch, device):
        if torch.is_tensor(batch):
            return batch.to(device=torch.device(device), copy=True)
        if isinstance(batch, dict):
            new = copy.copy(batch)
            new.update((k, self(v, device)) for k, v in batch.items())
            return new
        if isinstance(batch, list):
            new = copy.copy(batch)
            new[:] = [self(v, device) for v in batch]
            return new
        if isinstance(batch, tuple):
            if hasattr(batch, "_replace"):
                return batch._replace(**{f: self(getattr(batch, f), device) for f in batch._fields})
            return batch.__class__(self(v, device) for v in batch)
        return batch


to_device = Mover()


class Counter(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros([], dtype=torch.long), persistent=True)

    @torch.no_grad()
    def tick(self):
        self.count.add_(1)

    def forward(self, x):
        self.tick()
        return x


def train_anywhere(model, batches, lr, steps, device):
    model.to(torch.device(device))
    model.train()
    opt = torch.optim.SGD(list(model.parameters()), lr=lr, momentum=0.0)
    history = torch.zeros(steps, device=device, dtype=torch.float64)
    for i in range(steps):
        x, y = batches[i % len(batches)]
        x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
        opt.zero_grad(set_to_none=True)
        loss = F.mse_loss(model(x), y)
        loss.backward()
        history[i] = loss.detach()
        opt.step()
    return history.cpu().tolist()
