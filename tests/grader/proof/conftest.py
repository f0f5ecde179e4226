"""A course of one small exercise in which everything holds, and ways to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from grader.catalog import Exercise

GOOD = {
    "exercises/01_scale.py": '''
        """Scale a tensor

        Write scale(x, factor): every number times the factor, in a new tensor.

        >>> import torch
        >>> scale(torch.tensor([1.0, 2.0]))
        tensor([2., 4.])
        """

        import torch


        def scale(x: torch.Tensor, factor: float = 2.0) -> torch.Tensor:
            """x times factor, same shape."""
            raise NotImplementedError
        ''',
    "solutions/01_scale.py": '''
        """Scale a tensor

        One multiplication makes a new tensor.
        """

        import torch


        def scale(x: torch.Tensor, factor: float = 2.0) -> torch.Tensor:
            """x times factor, same shape."""
            return x * factor
        ''',
    "tests/01_scale.py": '''
        """Hidden suite of 01_scale."""

        import pytest

        from grader.suite import Failure, probe

        pytestmark = pytest.mark.exercise(
            minutes=1,
            timeout=5,
            devices=("cpu",),
            seeds=2,
            hints=("What happens to each number?", "It is multiplied.", "x, factor, and a star."),
        )


        @probe
        def twice(submission, torch, x):
            """The answer to the answer."""
            return submission.scale(submission.scale(x))


        @pytest.mark.visible
        def test_example(agree, rng):
            """the example"""
            agree("scale", rng.tensor([1.0, 2.0]))


        @pytest.mark.points(2)
        def test_rectangle(agree, rng):
            m, n = rng.sizes(2)
            agree("scale", rng.normal(m, n), 3.0)
            agree("scale", rng.normal(1), 1.0)


        @pytest.mark.after("test_example")
        def test_gradient(agree, rng):
            agree.grad("scale", rng.normal(3), 0.5)


        def test_twice(submission, agree, rng):
            x = rng.normal(4)
            agree.value(submission.run(twice, x), x * 4)
        ''',
    "tests/wrong/01_scale/adds.py": '''
        """You add the factor where it should multiply."""


        def scale(x, factor=2.0):
            return x + factor
        ''',
    "tests/wrong/01_scale/always_doubles.py": '''
        """You multiply by 2 whatever the factor is."""


        def scale(x, factor=2.0):
            return x + x
        ''',
    "tests/right/01_scale/method.py": '''
        """The method of the tensor."""


        def scale(x, factor=2.0):
            return x.mul(factor)
        ''',
    "tests/right/01_scale/row_by_row.py": '''
        """Number by number."""

        import torch


        def scale(x, factor=2.0):
            numbers = [number * factor for number in x.reshape(-1)]
            return torch.stack(numbers).reshape(x.shape)
        ''',
}
FILES = {
    "stub": "exercises/01_scale.py",
    "reference": "solutions/01_scale.py",
    "suite": "tests/01_scale.py",
    "wrong": "tests/wrong/01_scale/adds.py",
    "right": "tests/right/01_scale/method.py",
}
Broken = Callable[..., Exercise]


@pytest.fixture
def good(broken: Broken) -> Exercise:
    """The exercise in which everything holds."""
    return broken()


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """The exercise with one file changed: dropped (None), rewritten, or a piece of it replaced."""

    def make(file: str = "", change: str | tuple[str, str] | None = "") -> Exercise:
        texts = {name: dedent(text).lstrip("\n") for name, text in GOOD.items()}
        name = FILES.get(file, file)
        if change is None:
            del texts[name]
        elif isinstance(change, tuple):
            assert change[0] in texts[name], f"{change[0]!r} is not in {name}"
            texts[name] = texts[name].replace(*change)
        elif file:
            texts[name] = dedent(change).lstrip("\n")
        for path, text in texts.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return Exercise("01_scale", tmp_path)

    return make
