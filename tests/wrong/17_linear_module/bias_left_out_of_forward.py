"""You make a bias and never add it: forward returns the bare product."""


class MyLinear(MyLinear):
    def forward(self, x):
        return x @ self.weight.T
