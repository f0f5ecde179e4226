"""Which orders of the five lines work?

Five lines can be written in 5 * 4 * 3 * 2 * 1 = 120 orders. Some raise at once, some never move,
and some train on the wrong gradients while the loss looks fine. Which ones work?

Think of a clock, not of a list: the lap is repeated, and after its last line comes its first. What
each line does with what it finds:

    forward     computes pred from the weights as they are now
    loss        computes the loss from the newest pred; without any pred it fails
    zero_grad   clears .grad
    backward    adds the gradient of the newest loss to .grad; it fails if there is no loss yet, and
                also if it has walked that loss before
    step        moves the weights along whatever is in .grad

An order works if it never fails and if, in every lap, step uses exactly the gradient of that lap's
own forward: no older one, no sum of several, not nothing. Before the first lap there is no pred, no
loss, and .grad is empty.

    You may read elsewhere that zero_grad is "step 3", after loss and before backward. Here is what
    is true: nothing ties it to the third place. Since PyTorch 2.0 it sets .grad to None, and there
    is one gap on the clock where that destroys something. Find the gap before you write code.

Write works(order): True if the order works, else False, and exactly that, a bool.
- order is a tuple with each of "forward", "loss", "zero_grad", "backward", "step" once.
Guess first how many of the 120 work, then count them with your function. Any way is fine: a rule, a
simulation of a few laps, or training a real model.

>>> works(("forward", "loss", "zero_grad", "backward", "step"))
True
>>> works(("forward", "loss", "backward", "zero_grad", "step"))
False
"""


def works(order: tuple[str, ...]) -> bool:
    """Return whether a loop over these five lines steps along each lap's own gradient."""
    raise NotImplementedError
