"""Your slope of v ** n lacks the factor n: it is n * v ** (n - 1)."""


class Value(Value):
    def __pow__(self, exponent):
        return made_from(self.data**exponent, (self, self.data ** (exponent - 1)))
