"""You count two linear layers per block, both d -> 4d; there are four, and they differ in shape."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * 0,
        "mlp": layers * 2 * (4 * d * d + 4 * d),
        "layernorm": (2 * layers + 1) * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
