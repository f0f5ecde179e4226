"""v + 0 hands v itself back: it is a result, with a .grad of its own."""


class Value(Value):
    def __add__(self, other):
        return self if type(other) is not Value and other == 0 else super().__add__(other)

    __radd__ = __add__
