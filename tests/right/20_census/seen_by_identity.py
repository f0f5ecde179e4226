"""Modules visited one by one, parameters remembered by identity; the closed form per block."""

import math


def count_params(model):
    seen = {}
    for module in model.modules():
        for parameter in module._parameters.values():
            if parameter is not None:
                seen[id(parameter)] = math.prod(parameter.shape)
    return sum(seen.values())


def gpt2_params(vocab, ctx, d, layers):
    counts = dict(
        embed=d * (vocab + ctx),
        attention=4 * layers * d * (d + 1),
        mlp=layers * d * (8 * d + 5),
        layernorm=2 * d * (1 + 2 * layers),
    )
    counts["total"] = (vocab + ctx) * d + layers * (12 * d**2 + 13 * d) + 2 * d
    return counts
