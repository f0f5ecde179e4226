"""You look at the clock alone: a lap that starts in the middle has no pred or no loss the first time."""


def works(order):
    start = order.index("forward")
    turned = order[start:] + order[:start]
    at = turned.index
    chain = at("loss") < at("backward") < at("step")
    return chain and not at("backward") < at("zero_grad") < at("step")
