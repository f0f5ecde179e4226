"""You expect zero_grad to change nothing; after it the sum starts anew."""


def predict(program):
    return [6.0 * program[: i + 1].count("backward") for i in range(len(program))]
