"""A new exercise to begin from: six files that `learn dev check` accepts as they are.

The texts below are a whole exercise in small, in the order in which one is written. Imports no
torch.
"""

from __future__ import annotations

import re
from pathlib import Path

from grader.errors import UsageError

STUB = '''\
"""{title}

A lesson in a few sentences: what it is good for, and an example that can be run. Then the work.

{name}(x) returns three times x, less one, of the shape and dtype of x.

>>> {name}(torch.tensor([1.0, 2.0]))
tensor([2., 5.])
"""

import torch


def {name}(x: torch.Tensor) -> torch.Tensor:
    """Three times x, less one."""
    raise NotImplementedError
'''

REFERENCE = '''\
"""{title}

What is worth reading after one has passed: why it is done so, and what else would do.
"""

import torch


def {name}(x: torch.Tensor) -> torch.Tensor:
    """Three times x, less one."""
    return 3 * x - 1
'''

SUITE = '''\
"""Hidden suite of {slug}."""

import pytest

pytestmark = pytest.mark.exercise(
    minutes=10,
    hints=(
        "What happens to one number of x?",
        "The same happens to every number, and PyTorch does that without a loop.",
        "First the product, then the difference: both take a tensor and a plain number.",
    ),
)


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    agree("{name}", rng.tensor([1.0, 2.0]))


@pytest.mark.points(2)
def test_tables(agree, rng):
    """tables, more rows than columns and the other way"""
    few, many = rng.size(2, 3), rng.size(4, 7)
    agree("{name}", rng.normal(few, many))
    agree("{name}", rng.normal(many, few))


def test_gradient(agree, rng):
    """the gradient with respect to x"""
    agree.grad("{name}", rng.normal(*rng.sizes(2)))
'''

WRONG = '''\
"""You take the one away before you multiply, so it is taken three times."""


def {name}(x):
    return 3 * (x - 1)
'''

RIGHTS = {
    "added": """\
def {name}(x):
    return x + x + x - 1
""",
    "in_steps": """\
import torch


def {name}(x):
    product = torch.mul(x, 3)
    return torch.sub(product, torch.ones_like(product))
""",
}

FILES = {
    "exercises/{slug}.py": STUB,
    "solutions/{slug}.py": REFERENCE,
    "tests/{slug}.py": SUITE,
    "tests/wrong/{slug}/takes_one_too_early.py": WRONG,
    **{f"tests/right/{{slug}}/{name}.py": text for name, text in RIGHTS.items()},
}
_NUMBER = re.compile(r"[0-9]{1,2}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def start_exercise(root: Path, number: str, name: str) -> list[Path]:
    """Writes the files of a new exercise; the paths written, below the course's folder.

    Args:
        root: the course's folder; made where there is none.
        number: one or two digits.
        name: what stands behind the number, and the name of the function to write.

    Raises UsageError when the number or a file is taken, a name does not fit, or the folder
    cannot be written to; then nothing is left behind.
    """
    _check_words(number, name)
    slug = f"{int(number):02d}_{name}"
    for taken in (root / "exercises").glob(f"{slug[:2]}_*.py"):
        raise UsageError(
            f"number {slug[:2]} is taken", f"by exercises/{taken.name}", "choose a free number"
        )
    words = {"slug": slug, "name": name, "title": name.replace("_", " ").capitalize()[:40]}
    files = {root / path.format(**words): text.format(**words) for path, text in FILES.items()}
    for path in files:
        if path.exists():
            raise UsageError(f"{path} is there already", "nothing was written", f"rm {path}")
    written: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise UsageError(f"{root} cannot be written to", str(error.strerror)) from None
    return [path.relative_to(root) for path in files]


def _check_words(number: str, name: str) -> None:
    import keyword

    if not _NUMBER.fullmatch(number):
        raise UsageError(
            f"{number[:20]!r} is no exercise's number", "one or two digits", "learn dev new 07 mean"
        )
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > 40:
        raise UsageError(
            f"{name[:50]!r} is no exercise's name",
            "small letters, digits and _, at most 40, and no word of Python's",
            "learn dev new 07 running_mean",
        )
