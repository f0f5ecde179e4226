"""You accept loss before forward: it would measure the answers of the lap before, or none at all."""


def works(order):
    at = order.index
    chain = max(at("forward"), at("loss")) < at("backward") < at("step")
    return chain and not at("backward") < at("zero_grad") < at("step")
