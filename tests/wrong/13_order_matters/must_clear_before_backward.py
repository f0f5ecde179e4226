"""You want zero_grad above backward in the text: cleared at the end of one lap is before the next one."""


def works(order):
    at = order.index
    chain = at("forward") < at("loss") < at("backward") < at("step")
    return chain and at("zero_grad") < at("backward")
