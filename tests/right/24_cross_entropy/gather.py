"""Log shares for all entries, the chosen ones gathered."""

import torch


def cross_entropy(logits, target):
    top, _ = torch.max(logits, dim=-1, keepdim=True)
    log_sum = top + torch.log(torch.sum(torch.exp(logits - top), dim=-1, keepdim=True))
    logs = logits - log_sum
    return -torch.gather(logs, 1, target.unsqueeze(1)).mean()
