"""You give both layers of attention a bias of d; the first puts out 3d numbers, so it has 3d."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * (4 * d * d + 2 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 1) * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
