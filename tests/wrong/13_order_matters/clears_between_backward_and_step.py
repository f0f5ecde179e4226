"""You accept zero_grad between backward and step, where it destroys the gradient that step needs."""


def works(order):
    at = order.index
    return at("forward") < at("loss") < at("backward") < at("step")
