"""You count d numbers per LayerNorm; it has a weight and a bias, d each."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * (4 * d * d + 4 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 1) * d,
    }
    return {**parts, "total": sum(parts.values())}
