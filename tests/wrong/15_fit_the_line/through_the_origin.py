"""Your line goes through the origin: b has to be found as well."""

import torch


def fit(x, y):
    x, y = x.double(), y.double()
    return ((x * y).sum() / (x * x).sum()).item(), 0.0
