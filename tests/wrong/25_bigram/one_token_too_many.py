"""You draw n + 1 tokens; count how often your loop runs."""

reference_generate = generate


def generate(model, idx, n, generator):
    return reference_generate(model, idx, n + 1, generator)
