"""You use code points as ids: they leave gaps, and the ids have to be 0 .. v-1."""

import torch


class CharTokenizer(CharTokenizer):
    def encode(self, s):
        return torch.tensor([ord(self.chars[self.ids[c]]) for c in s], dtype=torch.int64)

    def decode(self, ids):
        return "".join(chr(i) for i in ids.tolist())
