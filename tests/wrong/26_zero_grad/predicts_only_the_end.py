"""You return the last value alone; one entry for each word is asked for."""


def predict(program):
    grad = None
    for word in program:
        grad = None if word == "zero_grad" else (grad or 0.0) + 6.0
    return [grad]
