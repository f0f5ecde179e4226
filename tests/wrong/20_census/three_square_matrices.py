"""Your attention has q, k and v but not the layer d -> d after them."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * (3 * d * d + 3 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 1) * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
