"""Takes zero_grad out, looks at the rest, and at the line before zero_grad."""


class Works:
    def __call__(self, order):
        rest = [line for line in order if line != "zero_grad"]
        if rest != ["forward", "loss", "backward", "step"]:
            return False
        where = order.index("zero_grad")
        return order[where - 1] != "backward"


works = Works()
