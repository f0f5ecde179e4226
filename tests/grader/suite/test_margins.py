from __future__ import annotations

import torch

from grader.suite.margins import collected, note


def tell(error: float, allowed: float, dtype: torch.dtype = torch.float32) -> None:
    exact = torch.zeros(3, dtype=torch.float64)
    note(exact + error, exact, torch.full_like(exact, allowed), dtype, "cpu")


def test_the_largest_ratio_of_each_dtype_is_kept() -> None:
    with collected() as found:
        tell(1.0, 4.0)
        tell(1.0, 2.0)
        tell(1.0, 8.0)
        tell(3.0, 4.0, torch.float64)
    assert found == {("cpu", "float32"): 0.5, ("cpu", "float64"): 0.75}


def test_nothing_is_kept_outside_or_where_nothing_is_allowed() -> None:
    tell(1.0, 4.0)
    with collected() as found:
        tell(0.0, 0.0, torch.int64)
        note(torch.zeros(0), torch.zeros(0), torch.zeros(0), torch.float32, "cpu")
    tell(1.0, 1.0)
    assert found == {}
