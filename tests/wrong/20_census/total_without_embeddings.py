"""Your total leaves the embeddings out; it is the sum of all four parts."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "attention": layers * (4 * d * d + 4 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 1) * 2 * d,
    }
    return {"embed": (vocab + ctx) * d, **parts, "total": sum(parts.values())}
