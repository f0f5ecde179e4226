"""How close every reference comes to the bounds of its own suite, on one device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.catalog import Exercise
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.proof.desk import USUAL, handed, text_of
from grader.proof.trial import trial
from grader.report import Verdict

NARROW = 0.5  # a reference that uses more of its bound leaves little to others


@dataclass(frozen=True)
class Margin:
    """The largest error/bound of a reference's comparisons, for one dtype."""

    exercise: str
    device: str
    dtype: str
    ratio: float


def margins_of(grader: Grader, exercise: Exercise, device: str, seeds: int = USUAL) -> list[Margin]:
    """The margins of one exercise's reference; none where the suite does not run there."""
    from grader.suite.margins import collected

    if device not in exercise.settings.devices:
        return []
    text = text_of(exercise, exercise.reference)
    wishes = Wishes(device=device, policy="graded", simulated="none")
    with collected() as found:
        report = grader.check_all(trial(exercise, seeds), [handed(text)], wishes)[0]
    if all(case.verdict is Verdict.UNAVAILABLE for case in report.cases):
        return []
    return [
        Margin(exercise.slug, where, dtype, ratio)
        for (where, dtype), ratio in sorted(found.items())
        if where == device
    ]


def table(margins: Iterable[Margin], device: str) -> str:
    """A line an exercise, a column a dtype, and the largest of all below."""
    kept = list(margins)
    if not kept:
        return f"no reference was run on {device}: it is not here"
    dtypes = sorted({margin.dtype for margin in kept})
    found = {(m.exercise, m.dtype): m.ratio for m in kept}
    head = f"{'error/bound on ' + device:<28}" + "".join(f"{name:>12}" for name in dtypes)
    lines = [head]
    for slug in dict.fromkeys(margin.exercise for margin in kept):
        cells = [found.get((slug, name)) for name in dtypes]
        texts = ["" if cell is None else f"{cell:.3f}" for cell in cells]
        narrow = any(cell is not None and cell > NARROW for cell in cells)
        line = f"{slug:<28}" + "".join(f"{text:>12}" for text in texts)
        lines.append(line + ("  narrow" if narrow else ""))
    worst = max(kept, key=lambda margin: margin.ratio)
    lines.append(f"largest: {worst.ratio:.3f} ({worst.exercise}, {worst.dtype}); 1 is the bound")
    return "\n".join(lines)
