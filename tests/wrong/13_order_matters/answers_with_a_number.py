"""You answer with a number or an object that counts as true: the answer is exactly True or False."""


def works(order):
    at = order.index
    chain = at("forward") < at("loss") < at("backward") < at("step")
    return int(chain and not at("backward") < at("zero_grad") < at("step"))
