"""You want zero_grad right beside backward: it may be far away, only not between backward and step."""


def works(order):
    at = order.index
    chain = at("forward") < at("loss") < at("backward") < at("step")
    return chain and at("zero_grad") + 1 == at("backward")
