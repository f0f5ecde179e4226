"""Your counts are floats; a count is an int, and a float is not exact for big ones."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": float((vocab + ctx) * d),
        "attention": float(layers * (4 * d * d + 4 * d)),
        "mlp": float(layers * (8 * d * d + 5 * d)),
        "layernorm": float((2 * layers + 1) * 2 * d),
    }
    return {**parts, "total": sum(parts.values())}
