"""Re-codes tests/wrong/20_census/layernorm_without_bias.py."""


def gpt2_params(vocab, ctx, d, layers):
    sizes = {"embed": vocab * d, "attention": 0, "mlp": 0, "layernorm": d}
    sizes["embed"] += ctx * d
    for _ in range(layers):
        sizes["attention"] += d * 3 * d + 3 * d + d * d + d
        sizes["mlp"] += d * 4 * d + 4 * d + 4 * d * d + d
        sizes["layernorm"] += 2 * d
    sizes["total"] = sum(sizes.values())
    return sizes
