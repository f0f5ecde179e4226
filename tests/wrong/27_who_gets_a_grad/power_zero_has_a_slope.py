"""The slope of v ** 0 is 0: it is 1, whatever v is."""


class Value(Value):
    def __pow__(self, exponent):
        slope = (exponent or 1) * self.data ** (exponent - 1)
        return made_from(self.data**exponent, (self, slope))
