"""Your dict lacks the total: the sum of the four parts is asked for as well."""


def gpt2_params(vocab, ctx, d, layers):
    return {
        "embed": (vocab + ctx) * d,
        "attention": layers * (4 * d * d + 4 * d),
        "mlp": layers * (8 * d * d + 5 * d),
        "layernorm": (2 * layers + 1) * 2 * d,
    }
