"""int32 ends at 2147483647: make the table float32 at once."""

import torch


def stack_rows(rows):
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise ValueError(f"rows of different lengths: {sorted(lengths)}")
    whole = all(type(number) is int for row in rows for number in row)
    table = torch.tensor(rows, dtype=torch.int32 if whole else torch.float32)
    return table.float().reshape(len(rows), lengths.pop() if lengths else 0)
