"""Callable objects and shapes written out one by one."""

from collections import Counter
from functools import reduce
from operator import mul


class CountParams:
    def __call__(self, model):
        total = 0
        for parameter in model.parameters():
            total += parameter.nelement()
        return total


count_params = CountParams()


def gpt2_params(vocab, ctx, d, layers):
    block = {
        "attention": [(3 * d, d), (3 * d,), (d, d), (d,)],
        "mlp": [(4 * d, d), (4 * d,), (d, 4 * d), (d,)],
        "layernorm": [(d,)] * 4,
    }
    counts = Counter(embed=0, attention=0, mlp=0, layernorm=0)
    counts["embed"] = vocab * d + ctx * d
    counts["layernorm"] = 2 * d
    for _ in range(layers):
        for part, shapes in block.items():
            for shape in shapes:
                counts[part] += reduce(mul, shape)
    counts["total"] = sum(counts.values())
    return counts
