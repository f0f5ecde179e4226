"""A sorted tensor of code points, searched by bisection; vocab_size is a property."""

import torch


def points(text):
    return torch.tensor([ord(c) for c in text], dtype=torch.int64)


class CharTokenizer:
    def __init__(self, text):
        self._points = torch.unique(points(text))

    @property
    def vocab_size(self):
        return self._points.numel()

    def encode(self, s):
        found = points(s)
        ids = torch.searchsorted(self._points, found)
        for c, i in zip(s, ids.tolist()):
            if i == self.vocab_size or self._points[i] != ord(c):
                raise KeyError(f"the text has no {c!r} in it")
        return ids

    def decode(self, ids):
        return "".join(map(chr, self._points[ids.cpu()].tolist()))
