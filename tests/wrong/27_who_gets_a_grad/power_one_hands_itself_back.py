"""v ** 1 hands v itself back: it is a result, with a .grad of its own."""


class Value(Value):
    def __pow__(self, exponent):
        return self if exponent == 1 else super().__pow__(exponent)
