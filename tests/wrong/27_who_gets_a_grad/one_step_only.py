"""You stop at the parents of the output; their parents get a share too."""


class Value(Value):
    def backward(self):
        self.grad = 1.0
        for parent, slope in self.parents:
            parent.grad += slope
