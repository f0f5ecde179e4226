"""What there is to say of the PyTorch that a notebook has, beside the one that grades."""

from __future__ import annotations

import contextlib
import importlib.metadata
import re
import sys
from collections.abc import Iterator

from grader.errors import Fault, UsageError
from grader.report import Report


def about_torch(report: Report) -> tuple[str, ...]:
    """A remark where the kernel has loaded another PyTorch than the one that graded."""
    graded = dict(report.versions).get("torch", "")
    loaded = str(getattr(sys.modules.get("torch"), "__version__", graded))
    if not graded or loaded == graded:
        return ()
    return (f"graded with PyTorch {graded}; this kernel still has {loaded}: restart it",)


@contextlib.contextmanager
def old_torch() -> Iterator[None]:
    """Says that PyTorch is missing or too old, where that is why the grader does not start."""
    try:
        yield
    except Fault as error:
        found = installed()
        if found is None:
            raise UsageError("PyTorch is not installed here", "", "%pip install torch") from None
        if too_old(found):
            raise UsageError(
                f"PyTorch {found} is installed here, which is too old for this course",
                error.what,
                "%pip install --upgrade torch    then restart the kernel",
            ) from None
        raise


def installed() -> str | None:
    """The version of the PyTorch that an import would find; None where there is none."""
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return None


def too_old(version: str) -> bool:
    """Whether a version is below the oldest that our own package asks for."""
    try:
        wanted = importlib.metadata.requires("learn-torch") or []
    except importlib.metadata.PackageNotFoundError:
        return False
    line = next((text for text in wanted if re.match(r"torch\b", text)), "")
    least = re.search(r">=([\d.]+)", line)
    return least is not None and _number(version) < _number(least[1])


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
