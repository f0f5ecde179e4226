"""Average the past

A model that predicts the next token may look back, never ahead. The plainest way to look back is
the mean of everything so far: row 0 stays as it is, row 1 becomes the mean of rows 0 and 1, and
row t the mean of rows 0 to t.

Two loops would do it, and would call PyTorch once or more for every row. But a mean is a weighted
sum, and weighted sums of rows are what a matrix product makes: put the weights of output row t
into row t of a T x T matrix, and one product gives all rows of all sequences. For T = 3 the matrix
is

    1    0    0
    1/2  1/2  0
    1/3  1/3  1/3

Everything above the diagonal is 0: that is the future. The next exercise keeps this shape and
lets the data choose the numbers.

Write causal_mean(x): x "B T C" -> "B T C", for each of the B sequences by itself.
- Row t is the mean of the rows 0 to t, itself included.
- No loop over T: how many times PyTorch is called must not grow with T. We count.
- dtype and device are those of x (what you make yourself is float32 on the CPU unless you say
  otherwise), gradients flow to x, and x itself stays unchanged.
- B or T may be 0; the answer is then empty.

>>> import torch
>>> causal_mean(torch.tensor([[[2.0], [4.0], [9.0]]]))
tensor([[[2.],
         [3.],
         [5.]]])
"""

import torch


def causal_mean(x: torch.Tensor) -> torch.Tensor:
    """x "B T C" -> "B T C": row t is the mean of the rows 0..t of x."""
    raise NotImplementedError
