"""You pass on all of .grad each time a share arrives, so earlier shares are counted again."""


class Value(Value):
    def backward(self):
        for node in self.history():
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        stack = [self]
        while stack:
            node = stack.pop()
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                stack.append(parent)
