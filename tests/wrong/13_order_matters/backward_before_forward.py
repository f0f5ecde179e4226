"""You accept backward before there is a loss of this lap: first forward, then loss, then backward."""


def works(order):
    at = order.index
    return at("backward") < at("step") and not at("backward") < at("zero_grad") < at("step")
