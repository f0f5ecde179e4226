"""You follow every path on its own, and each fork doubles the work: visit each value once."""


class Value(Value):
    def backward(self):
        for node in self.history():
            if node.parents:
                node.grad = 0.0
        stack = [(self, 1.0)]
        while stack:
            node, share = stack.pop()
            node.grad += share
            stack.extend((parent, slope * share) for parent, slope in node.parents)
