"""You give the new tokens alone; the prompt comes first."""

reference_generate = generate


def generate(model, idx, n, generator):
    return reference_generate(model, idx, n, generator)[:, idx.shape[1] :]
