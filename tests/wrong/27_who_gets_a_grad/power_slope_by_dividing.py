"""Your slope of v ** n divides by v, which may be 0: it is n * v ** (n - 1)."""


class Value(Value):
    def __pow__(self, exponent):
        slope = exponent * self.data**exponent / self.data
        return made_from(self.data**exponent, (self, slope))
