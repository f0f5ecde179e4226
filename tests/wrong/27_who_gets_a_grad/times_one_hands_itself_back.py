"""v * 1 hands v itself back: it is a result, with a .grad of its own."""


class Value(Value):
    def __mul__(self, other):
        return self if type(other) is not Value and other == 1 else super().__mul__(other)

    __rmul__ = __mul__
