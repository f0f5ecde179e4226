"""Text to numbers and back

A sorted string is a table from id to character; a dict is the way back. Looking up a missing key in
a dict raises KeyError with the key in it, which is just what is wanted, so no check is written.
The dtype is given by name: torch.tensor([]) would guess float32.
"""

import torch


class CharTokenizer:
    """Ids for the characters of one text; has vocab_size, encode and decode."""

    def __init__(self, text: str) -> None:
        """Number the different characters of text in sorted order, and set vocab_size."""
        self.chars = "".join(sorted(set(text)))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)

    def encode(self, s: str) -> torch.Tensor:
        """The ids "t" (int64) of the characters of s; KeyError for an unknown one."""
        return torch.tensor([self.ids[c] for c in s], dtype=torch.int64)

    def decode(self, ids: torch.Tensor) -> str:
        """The text whose ids are "t"."""
        return "".join(self.chars[i] for i in ids.tolist())
