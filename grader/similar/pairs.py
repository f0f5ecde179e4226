"""Pairs of submissions to one exercise that share more of their shape than chance would have it.

What the stub gave and what the reference does is nobody's own, nor is what many students share:
that is the exercise's usual answer. What is left of two submissions is compared, where enough is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from grader.similar.shape import Print

LEAST = 8  # prints of its own that a submission needs: some lines of code
ALIKE = 0.7  # share of the smaller one's own prints
USUAL = 10  # submissions that may share a print before it is called usual; or
USUAL_SHARE = 0.05  # this share of all, if that is more


@dataclass(frozen=True)
class Hand:
    """What one student handed in: the prints of it."""

    student: str
    prints: Sequence[Print]


@dataclass(frozen=True)
class Pair:
    """Two submissions that are alike: how much of the smaller one's own, and in which lines."""

    first: str
    second: str
    alike: float
    shared: int  # prints
    first_lines: tuple[int, ...]
    second_lines: tuple[int, ...]


@dataclass(frozen=True)
class Seen:
    """What a look at an exercise gave, the most alike first.

    ``short``: submissions with too little of their own to say anything. ``usual``: the number of
    submissions from which on what they share is left out.
    """

    pairs: tuple[Pair, ...]
    compared: int
    short: int
    usual: int


def pairs(hands: Iterable[Hand], common: Iterable[int]) -> Seen:
    """The pairs that are alike.

    Args:
        hands: one a student.
        common: hashes of the stub and the reference, all of them.
    """
    known = set(common)
    own = {hand.student: {n: line for n, line in hand.prints if n not in known} for hand in hands}
    sharing: dict[int, list[str]] = {}
    for student, found in sorted(own.items()):
        for number in found:
            sharing.setdefault(number, []).append(student)
    usual = max(USUAL, int(USUAL_SHARE * len(own)))
    for number, students in sharing.items():
        if len(students) > usual:
            for student in students:
                del own[student][number]
    compared = {student: found for student, found in own.items() if len(found) >= LEAST}
    shared: Counter[tuple[str, str]] = Counter()
    for students in sharing.values():
        if 1 < len(students) <= usual:
            shared.update(combinations([s for s in students if s in compared], 2))
    alike = [_pair(a, b, count, compared) for (a, b), count in shared.items()]
    chosen = [pair for pair in alike if pair.alike >= ALIKE and pair.shared >= LEAST]
    chosen.sort(key=lambda pair: (-pair.alike, -pair.shared, pair.first, pair.second))
    return Seen(tuple(chosen), len(compared), len(own) - len(compared), usual)


def _pair(first: str, second: str, shared: int, own: dict[str, dict[int, int]]) -> Pair:
    one, other = own[first], own[second]
    both = one.keys() & other.keys()
    return Pair(
        first,
        second,
        round(shared / min(len(one), len(other)), 3),
        shared,
        tuple(sorted({one[number] for number in both})),
        tuple(sorted({other[number] for number in both})),
    )
