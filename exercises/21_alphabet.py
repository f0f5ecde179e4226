"""Text to numbers and back

A model computes with numbers, so text has to become numbers first. The simplest way gives every
character an id: collect the different characters of a text, put them in order, and number them
from 0. Those ids are later used as row numbers in a table of embeddings, which is why they have
to be int64, start at 0 and leave no gap.

The order matters. A Python set of strings comes out in another order each time Python starts, so a
model trained yesterday would read today's ids as other letters. Sorted, the same text gives the
same ids tomorrow too.

Every character is one: capitals, blanks, newlines, accents and emoji are kept as they are. And
a character that the text did not have must not be given an id in silence: -1, for one, would pick
the last row of the table.

Write `class CharTokenizer`:
- CharTokenizer(text): the ids 0 .. v-1 belong to the v different characters of text, in sorted
  order (Python's own: by code point). text may be empty.
- .vocab_size is v, an int.
- encode(s): a 1-D int64 tensor with one id for each character of s, on the CPU; "" gives
  shape (0,). A character that was not in text raises a KeyError that names it.
- decode(ids): the str for a 1-D int64 tensor of ids, on whatever device it lies; no ids give "".
- Tokenizers made from different texts do not disturb one another.

>>> tok = CharTokenizer("hello\\n")
>>> tok.vocab_size
5
>>> tok.encode("hole")
tensor([2, 4, 3, 1])
>>> tok.decode(tok.encode("hello\\n"))
'hello\\n'
"""

import torch


class CharTokenizer:
    """Ids for the characters of one text; has vocab_size, encode and decode."""

    def __init__(self, text: str) -> None:
        """Number the different characters of text in sorted order, and set vocab_size."""
        raise NotImplementedError

    def encode(self, s: str) -> torch.Tensor:
        """The ids "t" (int64) of the characters of s; KeyError for an unknown one."""
        raise NotImplementedError

    def decode(self, ids: torch.Tensor) -> str:
        """The text whose ids are "t"."""
        raise NotImplementedError
