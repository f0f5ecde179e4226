"""You accept a step that comes before backward: it trains, but on the gradient of the lap before."""


def works(order):
    at = order.index
    chain = at("forward") < at("loss") < at("backward")
    turned = order[at("backward") :] + order[: at("backward")]
    return chain and turned.index("step") < turned.index("zero_grad")
