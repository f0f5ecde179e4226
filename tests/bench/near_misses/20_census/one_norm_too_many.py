"""One LayerNorm too many."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * (4 * d * d + 4 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 2) * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
