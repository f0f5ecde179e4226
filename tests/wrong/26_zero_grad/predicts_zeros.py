"""You expect zeros after zero_grad; since PyTorch 2.0 it sets .grad to None."""


def predict(program):
    grad, seen = 0.0, []
    for word in program:
        grad = 0.0 if word == "zero_grad" else grad + 6.0
        seen.append(grad)
    return seen
