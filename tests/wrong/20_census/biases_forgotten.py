"""You count the matrices only: each of the four linear layers has a bias as well."""


def gpt2_params(vocab, ctx, d, layers):
    parts = {
        "embed": (vocab + ctx) * d,
        "attention": layers * 4 * d * d,
        "mlp": layers * 8 * d * d,
        "layernorm": (2 * layers + 1) * 2 * d,
    }
    return {**parts, "total": sum(parts.values())}
