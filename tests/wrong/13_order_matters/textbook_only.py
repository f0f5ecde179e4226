"""You accept the textbook order alone: zero_grad may also stand in other places of the lap."""


def works(order):
    return order == ("forward", "loss", "zero_grad", "backward", "step")
