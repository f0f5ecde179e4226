"""You leave out the entries after zero_grad; each word has one."""


def predict(program):
    grad, seen = 0.0, []
    for word in program:
        grad = 0.0 if word == "zero_grad" else grad + 6.0
        if grad:
            seen.append(grad)
    return seen
