"""Your zero_grad switches requires_grad off, so no gradient will ever come again."""


class MySGD(MySGD):
    def zero_grad(self):
        for p in self.params:
            p.requires_grad_(False)
            p.grad = None
