"""Lengths are multiplied one by one, and the table is filled number by number."""

import torch


def facts(t):
    numel = 1
    last_axis = None
    for length in t.shape:
        numel *= length
        last_axis = length
    found = {}
    found["last_axis"] = last_axis
    found["numel"] = numel
    found["shape"] = tuple(int(length) for length in t.shape)
    found["ndim"] = len(found["shape"])
    return found


def stack_rows(rows):
    width = len(rows[0]) if rows else 0
    table = torch.empty(len(rows), width)
    for i in range(len(rows)):
        if len(rows[i]) != width:
            raise ValueError(f"row {i} has {len(rows[i])} numbers, row 0 has {width}")
        for j in range(width):
            table[i, j] = rows[i][j]
    return table
