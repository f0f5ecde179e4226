"""You add 4 each time, the gradient for x; for w it is 2 * (w * x - y) * x = 6."""


def predict(program):
    grad, seen = None, []
    for word in program:
        grad = None if word == "zero_grad" else (grad or 0.0) + 4.0
        seen.append(grad)
    return seen
