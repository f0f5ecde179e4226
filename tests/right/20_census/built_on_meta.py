"""The model built on the meta device, where tensors have shapes and no numbers, and counted."""

from torch import nn


def count_params(model):
    return len([None for p in set(model.parameters()) for _ in range(p.numel())])


def gpt2_params(vocab, ctx, d, layers):
    def many(*modules):
        return nn.ModuleList(modules)

    def linear(i, o):
        return nn.Linear(i, o, device="meta")

    def norm():
        return nn.LayerNorm(d, device="meta")

    embed = many(nn.Embedding(vocab, d, device="meta"), nn.Embedding(ctx, d, device="meta"))
    attention = many(*[many(linear(d, 3 * d), linear(d, d)) for _ in range(layers)])
    mlp = many(*[many(linear(d, 4 * d), linear(4 * d, d)) for _ in range(layers)])
    norms = many(norm(), *[many(norm(), norm()) for _ in range(layers)])

    def count(part):
        return sum(p.numel() for p in part.parameters())

    parts = [count(part) for part in (embed, attention, mlp, norms)]
    return dict(zip(("embed", "attention", "mlp", "layernorm", "total"), [*parts, sum(parts)]))
