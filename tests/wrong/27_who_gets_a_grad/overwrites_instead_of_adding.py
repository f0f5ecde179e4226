"""You set .grad where you should add: in a + a, a gets only one of its two shares."""


class Value(Value):
    def backward(self):
        order = self.history()
        for node in order:
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad
