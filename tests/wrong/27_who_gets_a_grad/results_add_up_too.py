"""Your results keep the gradient of the last walk, and a second backward passes it on again."""


class Value(Value):
    def backward(self):
        self.grad = 1.0
        for node in reversed(self.history()):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
