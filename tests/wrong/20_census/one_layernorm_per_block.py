"""You count one LayerNorm per block; attention and feed-forward have one each."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * (4 * d * d + 4 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (layers + 1) * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
