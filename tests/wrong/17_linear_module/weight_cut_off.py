"""You detach the weight in forward: backward never reaches it, and it never learns."""


class MyLinear(MyLinear):
    def forward(self, x):
        out = x @ self.weight.data.T
        return out if self.bias is None else out + self.bias
