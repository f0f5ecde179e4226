"""Your relu passes the gradient back where it cut the number off: the slope there is 0."""


class Value(Value):
    def relu(self):
        return made_from(max(self.data, 0.0), (self, 1.0))
