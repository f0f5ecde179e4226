"""Re-codes tests/wrong/20_census/positions_forgotten.py."""


def gpt2_params(vocab, ctx, d, layers):
    block = {"attention": 4 * d * (d + 1), "mlp": d * (8 * d + 5), "layernorm": 4 * d}
    answer = {name: layers * size for name, size in block.items()}
    answer["layernorm"] += 2 * d
    answer["embed"] = d * vocab
    answer["total"] = sum(answer.values())
    return answer
