"""You expect backward to overwrite .grad; it adds to what is there."""


def predict(program):
    return [None if word == "zero_grad" else 6.0 for word in program]
