"""One answer against the expected one: a line a check, up to the first that fails.

Exact type, shape, dtype, device, then values. ``expected`` is the reference's own answer to the
same inputs and says what type, shape and dtype are right; ``oracle`` is its answer in float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from grader import wire
from grader.report import Check, Grid
from grader.suite import margins
from grader.suite.bounds import UNBOUND, Bound
from grader.suite.failure import Failure

GRID_LIMIT = 6  # rows and columns that are printed side by side


@dataclass(frozen=True)
class Context:
    """What a comparison has to know besides the two values.

    ``what`` names the value in sentences; ``terms`` and ``scale`` feed the bound.
    """

    what: str = "the answer"
    bound: Bound = UNBOUND
    terms: float = 16.0
    scale: float = 0.0
    device: str | None = None  # where it should be; None: not looked at
    dtype: bool = True  # whether the dtype is looked at


@dataclass(frozen=True)
class Compared:
    """Two tensors that a comparison found to differ, and how far they may be apart."""

    what: str
    got: torch.Tensor
    oracle: torch.Tensor
    tolerance: torch.Tensor
    check: str  # the one that failed: shape, dtype, device or values


def compare(got: Any, expected: Any, oracle: Any, context: Context) -> list[Check]:
    """The checks that were made, all of them ok.

    Raises Failure, with the checks so far, at the first that is not.
    """
    if isinstance(expected, torch.Tensor):
        return _tensor(got, expected, oracle, context)
    if isinstance(expected, dict):
        return _dict(got, expected, oracle, context)
    if isinstance(expected, list | tuple):
        return _sequence(got, expected, oracle, context)
    return _plain(got, expected, context)


def kind_of(value: Any) -> str:
    """A value's type in words: ``a list``, ``a numpy.ndarray``, ``None``."""
    if value is None:
        return "None"
    handle = getattr(value, "_handle", value)  # of an object that stays in the worker
    if isinstance(handle, wire.Handle):
        about = f" ({handle.about})" if handle.about else ""
        return f"{_article(handle.kind)} {handle.kind}{about}"
    name = "tensor" if isinstance(value, torch.Tensor) else type(value).__name__
    return f"{_article(name)} {name}"


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def _no(name: str, detail: str, rationale: str, help: str = "", checks: Any = ()) -> Failure:
    return Failure(rationale, help, checks=(*checks, Check(name, detail, False)))


def _plain(got: Any, expected: Any, context: Context) -> list[Check]:
    what = context.what
    if type(got) is not type(expected):
        help = "is the `return` missing?" if got is None else ""
        detail = f"{kind_of(got)}, expected {kind_of(expected)}"
        raise _no("type", detail, f"{what} is {kind_of(got)}, not {kind_of(expected)}", help)
    if isinstance(expected, float):
        tensors = [torch.tensor(float(x), dtype=torch.float64) for x in (got, expected)]
        return _values(tensors[0], tensors[1], tensors[1], context, [])
    if got != expected:
        detail = f"got {got!r:.200}, expected {expected!r:.200}"
        raise _no("values", detail, f"{what} is not the expected one")
    return [Check("values", repr(got)[:60], True)]


def _dict(got: Any, expected: dict[Any, Any], oracle: Any, context: Context) -> list[Check]:
    if not isinstance(got, dict):
        return _plain(got, expected, context)
    if set(got) != set(expected):
        lacking = [k for k in expected if k not in got]
        extra = [k for k in got if k not in expected]
        words = [f"without {_listed(lacking)}"] if lacking else []
        words += [f"with {_listed(extra)} besides"] if extra else []
        detail = f"keys {_listed(list(got))}"
        raise _no("keys", detail, f"{context.what} is a dict {' and '.join(words)}")
    checks: list[Check] = []
    for key in expected:
        inner = _inside(context, f"{context.what}[{key!r}]")
        checks = compare(got[key], expected[key], oracle[key], inner)
    return checks


def _listed(keys: list[Any]) -> str:
    """The first few of a dict's keys: an answer may have thousands."""
    more = f" and {len(keys) - 6} more" if len(keys) > 6 else ""
    return ", ".join(repr(key)[:60] for key in keys[:6]) + more


def _sequence(got: Any, expected: Any, oracle: Any, context: Context) -> list[Check]:
    tensors = any(isinstance(item, torch.Tensor) for item in expected)
    fits = isinstance(got, list | tuple) if tensors else isinstance(got, _family(expected))
    if not fits:
        detail = f"{kind_of(got)}, expected {kind_of(expected)}"
        help = "is the `return` missing?" if got is None else ""
        raise _no(
            "type", detail, f"{context.what} is {kind_of(got)}, not {kind_of(expected)}", help
        )
    if len(got) != len(expected):
        detail = f"got {len(got)}, expected {len(expected)}"
        raise _no("length", detail, f"{context.what} has {len(got)} entries, not {len(expected)}")
    checks: list[Check] = []
    for i, item in enumerate(expected):
        inner = _inside(context, f"{context.what}[{i}]")
        checks = compare(got[i], item, oracle[i], inner)
    return checks


def _family(expected: Any) -> type:
    return tuple if isinstance(expected, tuple) else list


def _inside(context: Context, what: str) -> Context:
    return Context(what, context.bound, context.terms, context.scale, context.device, context.dtype)


def _tensor(got: Any, expected: torch.Tensor, oracle: Any, context: Context) -> list[Check]:
    try:
        return _alike(got, expected, oracle, context)
    except Failure as failure:
        if isinstance(got, torch.Tensor) and isinstance(oracle, torch.Tensor):
            tolerance = _tolerance(oracle, expected, context)
            check = failure.record.checks[-1].name
            failure.compared = Compared(context.what, got, oracle.detach(), tolerance, check)
        raise


def _tolerance(oracle: torch.Tensor, expected: torch.Tensor, context: Context) -> torch.Tensor:
    exact = oracle.detach()
    return context.bound.tolerance(exact, expected.dtype, context.terms, context.scale)


def _alike(got: Any, expected: torch.Tensor, oracle: Any, context: Context) -> list[Check]:
    what = context.what
    if isinstance(got, wire.Oversized):
        detail = f"{got.dtype} of shape {list(got.shape)}"
        raise _no("type", detail, f"{what} is too large to look at")
    if not isinstance(got, torch.Tensor):
        help = "is the `return` missing?" if got is None else ""
        detail = f"{kind_of(got)}, expected a tensor"
        raise _no("type", detail, f"{what} is {kind_of(got)}, not a tensor", help)
    checks = []
    shape, right = list(got.shape), list(expected.shape)
    if shape != right:
        rationale = f"{what} has shape {shape}, expected {right}"
        raise _no("shape", f"{shape}, expected {right}", rationale)
    checks.append(Check("shape", str(shape), True))
    dtype = str(got.dtype).removeprefix("torch.")
    note = wire.note_of(got)
    device = note.device if note else "cpu"
    place = f"{dtype}, device {device}"
    if context.dtype and got.dtype != expected.dtype:
        wanted = str(expected.dtype).removeprefix("torch.")
        rationale = f"{what} is {dtype}, expected {wanted}"
        help = "make new tensors like the inputs: x.new_zeros(...), torch.zeros(..., dtype=x.dtype)"
        raise _no("dtype", f"{dtype}, expected {wanted}", rationale, help, checks)
    if context.device and device.partition(":")[0] != context.device:
        rationale = f"{what} is on {device}, the inputs are on {context.device}"
        help = (
            "make new tensors where the inputs are: x.new_zeros(...), zeros(..., device=x.device)"
        )
        detail = f"{device}, expected {context.device}"
        raise _no("device", detail, rationale, help, checks)
    checks.append(Check("dtype", place, True))
    return _values(got, expected, oracle, context, checks)


def _values(
    got: torch.Tensor, expected: torch.Tensor, oracle: Any, context: Context, checks: list[Check]
) -> list[Check]:
    exact = oracle if isinstance(oracle, torch.Tensor) else torch.tensor(oracle)
    device = context.device or "cpu"
    tolerance = context.bound.tolerance(exact, expected.dtype, context.terms, context.scale, device)
    margins.note(wide(got), wide(exact), tolerance, expected.dtype, device)
    differs = _differs(got, exact, tolerance, context.bound.nan)
    if not differs.any():
        return [*checks, Check("values", f"all {got.numel()} right", True)]
    detail, rationale = _describe(got, exact, tolerance, differs, context)
    failure = _no("values", detail, rationale, checks=checks)
    raise failure.within(grid=_grid(got, exact, differs))


def wide(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor's values in the widest dtype of their kind."""
    if tensor.is_complex():
        return tensor.detach().to(torch.complex128)
    return tensor.detach().to(torch.float64 if tensor.is_floating_point() else tensor.dtype)


def _differs(
    got: torch.Tensor, oracle: torch.Tensor, tolerance: torch.Tensor, nan: bool
) -> torch.Tensor:
    """True where an entry is beyond the bound; infinities must agree, NaN only where allowed."""
    mine, right = wide(got), wide(oracle)
    if not mine.is_floating_point() and not mine.is_complex():
        return mine != right
    same = mine == right  # covers infinities of the same sign
    close = (mine - right).abs() <= tolerance
    both = mine.isnan() & right.isnan() if nan else torch.zeros_like(same)
    return ~(same | (close & right.isfinite()) | both)


def _describe(
    got: torch.Tensor,
    oracle: torch.Tensor,
    tolerance: torch.Tensor,
    differs: torch.Tensor,
    context: Context,
) -> tuple[str, str]:
    count, total = int(differs.sum()), got.numel()
    index = [int(i) for i in differs.nonzero()[0]] if got.dim() else []
    at = tuple(index)
    mine, right = wide(got)[at].item(), wide(oracle)[at].item()
    where = f"first at {index}: " if index else ""
    head = f"{count} of {total} differ; " if total > 1 else ""
    lines = [f"{head}{where}got {number(mine)}, expected {number(right)}"]
    if got.is_floating_point():
        error = (wide(got) - wide(oracle)).abs()
        worst = error[differs]
        finite = worst[worst.isfinite()]
        dtype = str(got.dtype).removeprefix("torch.")
        if finite.numel():
            largest = int(torch.where(differs & error.isfinite(), error, -1.0).argmax())
            allowed = float(tolerance.reshape(-1)[largest])
            lines.append(
                f"largest error {float(finite.max()):.3g}, allowed {allowed:.1g} ({dtype})"
            )
        nans = int(wide(got).isnan().sum())
        if nans:
            lines.append(f"{nans} of {total} are NaN")
    every = "every number" if count == total else f"{count} of {total} numbers"
    rationale = f"{every} of {context.what} differ{'s' if count == total or count == 1 else ''}"
    if total == 1:
        rationale = f"{context.what} has the wrong value"
    return "\n".join(lines), rationale


def number(value: Any) -> str:
    """A number in at most six significant digits, as Python would type it."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _grid(got: torch.Tensor, oracle: torch.Tensor, differs: torch.Tensor) -> Grid | None:
    if got.dim() not in (1, 2) or max(got.shape) > GRID_LIMIT or got.numel() < 2:
        return None
    rows = [t.reshape(1, -1) if t.dim() == 1 else t for t in (wide(got), wide(oracle), differs)]
    return Grid(
        tuple(tuple(number(x) for x in row) for row in rows[0].tolist()),
        tuple(tuple(number(x) for x in row) for row in rows[1].tolist()),
        tuple(tuple(bool(x) for x in row) for row in rows[2].tolist()),
    )
