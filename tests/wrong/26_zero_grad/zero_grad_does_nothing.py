"""Your zero_grad clears nothing, so every backward adds to all the gradients before it."""


class MySGD(MySGD):
    def zero_grad(self):
        pass
