"""You let w move between the backwards; without a step it stays, and so does each new gradient."""


def predict(program):
    w, grad, seen = 2.0, None, []
    for word in program:
        if word == "zero_grad":
            grad = None
        else:
            grad = (grad or 0.0) + 2 * (w * 3 - 5) * 3
            w -= 0.01 * grad
        seen.append(grad)
    return seen
