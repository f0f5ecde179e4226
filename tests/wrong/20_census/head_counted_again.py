"""You count the output layer's matrix too; it is the token embedding once more, and counts once."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (2 * vocab + ctx) * d,
        "attention": layers * (4 * d * d + 4 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 1) * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
