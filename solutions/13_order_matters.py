"""Which orders of the five lines work?

Two rules are enough. Four lines have a fixed order, because each one uses what the one before it
made. zero_grad only must not come between backward and step, where it would destroy the new
gradient. Everywhere else on the clock is the same place: after the last step and before the next
backward. So 4 of the 120 orders work.
"""


def works(order: tuple[str, ...]) -> bool:
    """Return whether a loop over these five lines steps along each lap's own gradient."""
    at = order.index
    chain = at("forward") < at("loss") < at("backward") < at("step")
    destroyed = at("backward") < at("zero_grad") < at("step")
    return chain and not destroyed
