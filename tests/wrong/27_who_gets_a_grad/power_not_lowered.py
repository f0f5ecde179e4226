"""Your slope of v ** n keeps the exponent: it is n * v ** (n - 1)."""


class Value(Value):
    def __pow__(self, exponent):
        return made_from(self.data**exponent, (self, exponent * self.data**exponent))
