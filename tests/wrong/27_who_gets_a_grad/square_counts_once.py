"""In v * v you pass a slope to v once; both factors are v, and each gets its share."""


class Value(Value):
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        if other is self:
            return made_from(self.data**2, (self, self.data))
        return made_from(self.data * other.data, (self, other.data), (other, self.data))
